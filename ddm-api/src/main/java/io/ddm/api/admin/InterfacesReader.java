package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of the admin API about interfaces, which version 3.0.0 has added. */
public final class InterfacesReader {

    private static final Struct APPLY = new Struct("ApplyRequest", List.of("ddm_interfaces"), 1);
    private static final Struct EXTERNAL_PEERS = new Struct("ExternalPeers", List.of("address_objects"), 1);
    private static final Struct INTERFACE = new Struct("InterfaceInfo",
            List.of("name", "addr", "status", "stats", "peer"), 4);
    private static final Struct PEER = new Struct("PeerIdentity", List.of("addr", "hostname", "kind"), 3);
    private static final Struct STATS = new Struct("InterfaceStats",
            List.of("solicitations_sent", "solicitations_received", "advertisements_sent", "advertisements_received",
                    "peer_expirations", "peer_address_changes", "peer_established", "updates_sent", "updates_received",
                    "imported_underlay_prefixes", "imported_tunnel_endpoints", "update_send_fail"),
            12);

    private static final String REQUIRED = "nextField checks that it was there";

    private InterfacesReader() {}

    /**
     * Reads the body of {@code POST /ddm/omicron/apply}; repeated interfaces count once.
     *
     * @throws BadJsonException if it is malformed, or a name is invalid
     */
    public static SortedSet<InterfaceName> applyRequest(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> names(in, APPLY));
    }

    /**
     * Reads the body of {@code PUT /external_peers}; repeated interfaces count once.
     *
     * @throws BadJsonException if it is malformed, or a name is invalid
     */
    public static SortedSet<InterfaceName> externalPeers(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> names(in, EXTERNAL_PEERS));
    }

    /**
     * Reads the reply to {@code GET /interfaces}: by index, an unsigned number of 32 bits.
     *
     * @throws BadJsonException if it is malformed
     */
    public static SortedMap<Long, InterfaceInfo> interfaces(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            SortedMap<Long, InterfaceInfo> interfaces = new TreeMap<>();
            in.beginMap();
            for (String key = in.nextField(); key != null; key = in.nextField()) {
                long index = AdminJsonReader.key(in, key,
                        text -> Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
                interfaces.put(index, info(in));
            }
            return interfaces;
        });
    }

    private static SortedSet<InterfaceName> names(JsonReader in, Struct struct) throws BadJsonException {
        SortedSet<InterfaceName> names = null;
        in.beginObject(struct);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals(struct.fields().getFirst())) {
                names = AdminJsonReader.set(in, Comparator.comparing(InterfaceName::name),
                        r -> r.parsed("a string", InterfaceName::parse));
            } else {
                in.skip();
            }
        }
        return Objects.requireNonNull(names, REQUIRED);
    }

    private static InterfaceInfo info(JsonReader in) throws BadJsonException {
        String name = null;
        Ipv6Address address = null;
        PeersReader.Status status = null;
        InterfaceInfo.Peer peer = null;
        InterfaceStats stats = null;
        in.beginObject(INTERFACE);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = in.string();
                case "addr" -> address = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "status" -> status = PeersReader.status(in);
                case "peer" -> peer = peer(in);
                case "stats" -> stats = stats(in);
                default -> in.skip();
            }
        }
        PeersReader.Status known = Objects.requireNonNull(status, REQUIRED);
        return new InterfaceInfo(Objects.requireNonNull(name, REQUIRED), Objects.requireNonNull(address, REQUIRED),
                known.state(), known.duration(), Optional.ofNullable(peer), Objects.requireNonNull(stats, REQUIRED));
    }

    private static InterfaceInfo.@Nullable Peer peer(JsonReader in) throws BadJsonException {
        if (in.isNull()) {
            return null;
        }
        Ipv6Address address = null;
        String host = null;
        RouterKind kind = null;
        in.beginObject(PEER);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "addr" -> address = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "hostname" -> host = in.string();
                case "kind" -> kind = PeersReader.kind(in);
                default -> in.skip();
            }
        }
        return new InterfaceInfo.Peer(Objects.requireNonNull(address, REQUIRED), Objects.requireNonNull(host, REQUIRED),
                Objects.requireNonNull(kind, REQUIRED));
    }

    private static InterfaceStats stats(JsonReader in) throws BadJsonException {
        Map<String, Long> counts = new HashMap<>();
        in.beginObject(STATS);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (STATS.fields().contains(field)) {
                counts.put(field, in.unsigned(Long.SIZE));
            } else {
                in.skip();
            }
        }
        ToLongFunction<String> count = field -> Objects.requireNonNull(counts.get(field), REQUIRED);
        return new InterfaceStats(count.applyAsLong("solicitations_sent"), count.applyAsLong("solicitations_received"),
                count.applyAsLong("advertisements_sent"), count.applyAsLong("advertisements_received"),
                count.applyAsLong("peer_expirations"), count.applyAsLong("peer_address_changes"),
                count.applyAsLong("peer_established"), count.applyAsLong("updates_sent"),
                count.applyAsLong("updates_received"), count.applyAsLong("imported_underlay_prefixes"),
                count.applyAsLong("imported_tunnel_endpoints"), count.applyAsLong("update_send_fail"));
    }
}
