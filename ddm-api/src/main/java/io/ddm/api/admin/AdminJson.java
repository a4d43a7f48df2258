package io.ddm.api.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bodies of the admin API, written and read. Sets that come with duplicates are read without them. */
public final class AdminJson {

    private static final Struct PEER_INFO = new Struct("PeerInfo", List.of("status", "addr", "host", "kind"), 4);
    private static final Struct PEER_STATUS = new Struct("PeerStatus", List.of("type", "duration"), 2);
    private static final Struct DURATION = new Struct("Duration", List.of("secs", "nanos"), 2);
    private static final Struct PATH_VECTOR = new Struct("PathVector", List.of("destination", "path"), 2);
    private static final Struct TUNNEL_ORIGIN = new Struct("TunnelOrigin",
            List.of("overlay_prefix", "boundary_addr", "vni", "metric"), 3);
    private static final Struct TUNNEL_ROUTE = new Struct("TunnelRoute", List.of("origin", "nexthop"), 2);
    private static final Struct STATS = new Struct("EnableStatsRequest", List.of("rack_id", "sled_id"), 2);

    private AdminJson() {}

    /** The peers by interface index, in the form of a version. */
    public static byte[] peers(SortedMap<Integer, PeerInfo> peers, ApiVersion version) {
        return JsonText.compact(out -> {
            out.writeStartObject();
            for (Map.Entry<Integer, PeerInfo> entry : peers.entrySet()) {
                PeerInfo peer = entry.getValue();
                out.writeObjectFieldStart(entry.getKey().toString());
                writeStatus(out, peer, version);
                out.writeStringField("addr", peer.address().toString());
                out.writeStringField("host", peer.host());
                out.writeNumberField("kind", peer.kind() == RouterKind.TRANSIT ? 1 : 0);
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    /** The path vectors by next hop. */
    public static byte[] pathVectors(SortedMap<Ipv6Address, List<PathVector>> imported) {
        return JsonText.compact(out -> {
            out.writeStartObject();
            for (Map.Entry<Ipv6Address, List<PathVector>> entry : imported.entrySet()) {
                out.writeArrayFieldStart(entry.getKey().toString());
                for (PathVector offered : entry.getValue()) {
                    out.writeStartObject();
                    out.writeStringField("destination", offered.destination().toString());
                    out.writeArrayFieldStart("path");
                    for (RouterId router : offered.path()) {
                        out.writeString(router.value());
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    /** A set of prefixes. */
    public static byte[] prefixes(Iterable<Prefix> prefixes) {
        return list(prefixes, (out, prefix) -> out.writeString(prefix.toString()));
    }

    /** A set of tunnel origins. */
    public static byte[] tunnelOrigins(Iterable<TunnelOrigin> origins) {
        return list(origins, AdminJson::writeOrigin);
    }

    /** A set of tunnel origins with their next hops. */
    public static byte[] tunnelRoutes(Iterable<TunnelRoute> routes) {
        return list(routes, (out, route) -> {
            out.writeStartObject();
            out.writeFieldName("origin");
            writeOrigin(out, route.origin());
            out.writeStringField("nexthop", route.nextHop().toString());
            out.writeEndObject();
        });
    }

    /** The body of {@code POST /enable-stats}. */
    public static byte[] statsTarget(StatsTarget target) {
        return JsonText.compact(out -> {
            out.writeStartObject();
            out.writeStringField("rack_id", target.rackId().toString());
            out.writeStringField("sled_id", target.sledId().toString());
            out.writeEndObject();
        });
    }

    /**
     * Reads a set of prefixes.
     *
     * @throws BadJsonException if it is none; the message names the element and the reason
     */
    public static Set<Prefix> readPrefixes(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            Set<Prefix> prefixes = new LinkedHashSet<>();
            in.beginArray();
            while (in.nextElement()) {
                String text = in.string();
                try {
                    prefixes.add(Prefix.parse(text));
                } catch (IllegalArgumentException e) {
                    throw in.badAfterClosing(String.valueOf(e.getMessage()));
                }
            }
            return prefixes;
        });
    }

    /**
     * Reads a set of tunnel origins.
     *
     * @throws BadJsonException if it is none, or a VNI has more than 24 bits; the message names the element and field
     */
    public static Set<TunnelOrigin> readTunnelOrigins(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            Set<TunnelOrigin> origins = new LinkedHashSet<>();
            in.beginArray();
            while (in.nextElement()) {
                origins.add(readOrigin(in));
            }
            return origins;
        });
    }

    /**
     * Reads the body of {@code POST /enable-stats}.
     *
     * @throws BadJsonException if it does not name a rack and a sled by UUID
     */
    public static StatsTarget readStatsTarget(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            UUID rack = null;
            UUID sled = null;
            in.beginObject(STATS);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "rack_id" -> rack = in.parsed("a UUID", AdminJson::uuid);
                    case "sled_id" -> sled = in.parsed("a UUID", AdminJson::uuid);
                    default -> in.skip();
                }
            }
            return new StatsTarget(present(rack), present(sled));
        });
    }

    /**
     * Reads the peers in the form of version 2.0.0.
     *
     * @throws BadJsonException if the body is something else
     */
    public static SortedMap<Integer, PeerInfo> readPeers(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            SortedMap<Integer, PeerInfo> peers = new TreeMap<>();
            in.beginMap();
            for (String index = in.nextField(); index != null; index = in.nextField()) {
                peers.put(number(in, index), readPeer(in));
            }
            return peers;
        });
    }

    /**
     * Reads the path vectors by next hop.
     *
     * @throws BadJsonException if the body is something else
     */
    public static SortedMap<Ipv6Address, List<PathVector>> readPathVectors(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            SortedMap<Ipv6Address, List<PathVector>> imported = new TreeMap<>();
            in.beginMap();
            for (String nextHop = in.nextField(); nextHop != null; nextHop = in.nextField()) {
                List<PathVector> offered = new ArrayList<>();
                in.beginArray();
                while (in.nextElement()) {
                    offered.add(readPathVector(in));
                }
                imported.put(address(in, nextHop), offered);
            }
            return imported;
        });
    }

    /**
     * Reads tunnel origins with their next hops.
     *
     * @throws BadJsonException if the body is something else
     */
    public static List<TunnelRoute> readTunnelRoutes(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            List<TunnelRoute> routes = new ArrayList<>();
            in.beginArray();
            while (in.nextElement()) {
                TunnelOrigin origin = null;
                Ipv6Address nextHop = null;
                in.beginObject(TUNNEL_ROUTE);
                for (String field = in.nextField(); field != null; field = in.nextField()) {
                    switch (field) {
                        case "origin" -> origin = readOrigin(in);
                        case "nexthop" -> nextHop = in.parsed("an IPv6 address", Ipv6Address::parse);
                        default -> in.skip();
                    }
                }
                routes.add(new TunnelRoute(present(origin), present(nextHop)));
            }
            return routes;
        });
    }

    private interface Element<T> {
        void write(JsonGenerator out, T element) throws IOException;
    }

    private static <T> byte[] list(Iterable<T> elements, Element<T> element) {
        return JsonText.compact(out -> {
            out.writeStartArray();
            for (T each : elements) {
                element.write(out, each);
            }
            out.writeEndArray();
        });
    }

    private static void writeStatus(JsonGenerator out, PeerInfo peer, ApiVersion version) throws IOException {
        switch (version) {
            case V1 -> out.writeStringField("status", peer.status().v1());
            case V2 -> {
                out.writeObjectFieldStart("status");
                out.writeStringField("type", peer.status().name());
                out.writeObjectFieldStart("duration");
                out.writeNumberField("secs", peer.duration().toSeconds());
                out.writeNumberField("nanos", peer.duration().toNanosPart());
                out.writeEndObject();
                out.writeEndObject();
            }
        }
    }

    private static void writeOrigin(JsonGenerator out, TunnelOrigin origin) throws IOException {
        out.writeStartObject();
        out.writeStringField("overlay_prefix", origin.overlayPrefix().toString());
        out.writeStringField("boundary_addr", origin.boundaryAddress().toString());
        out.writeNumberField("vni", origin.vni());
        out.writeFieldName("metric");
        out.writeNumber(Long.toUnsignedString(origin.metric()));
        out.writeEndObject();
    }

    private static TunnelOrigin readOrigin(JsonReader in) throws BadJsonException {
        IpPrefix overlay = null;
        Ipv6Address boundary = null;
        int vni = 0;
        long metric = 0;
        in.beginObject(TUNNEL_ORIGIN);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "overlay_prefix" -> overlay = in.parsed("an IP prefix", IpPrefix::parse);
                case "boundary_addr" -> boundary = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "vni" -> vni = vni(in);
                case "metric" -> metric = in.unsigned(Long.SIZE);
                default -> in.skip();
            }
        }
        return new TunnelOrigin(present(overlay), present(boundary), vni, metric);
    }

    private static int vni(JsonReader in) throws BadJsonException {
        long vni = in.unsigned(Integer.SIZE);
        if (vni > TunnelOrigin.MAX_VNI) {
            throw in.bad("invalid value: integer `" + vni + "`, expected at most " + TunnelOrigin.MAX_VNI
                    + " (24 bits)");
        }
        return (int) vni;
    }

    private static PathVector readPathVector(JsonReader in) throws BadJsonException {
        Prefix destination = null;
        List<RouterId> path = new ArrayList<>();
        in.beginObject(PATH_VECTOR);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "destination" -> destination = in.parsed("an IPv6 prefix", Prefix::parse);
                case "path" -> {
                    in.beginArray();
                    while (in.nextElement()) {
                        path.add(in.parsed("a router id", RouterId::new));
                    }
                }
                default -> in.skip();
            }
        }
        return new PathVector(present(destination), path);
    }

    private static PeerInfo readPeer(JsonReader in) throws BadJsonException {
        PeerInfo.Status status = null;
        Duration duration = Duration.ZERO;
        Ipv6Address address = null;
        String host = "";
        RouterKind kind = RouterKind.SERVER;
        in.beginObject(PEER_INFO);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "status" -> {
                    in.beginObject(PEER_STATUS);
                    for (String part = in.nextField(); part != null; part = in.nextField()) {
                        switch (part) {
                            case "type" -> status = in.parsed("a state", PeerInfo.Status::valueOf);
                            case "duration" -> duration = readDuration(in);
                            default -> in.skip();
                        }
                    }
                }
                case "addr" -> address = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "host" -> host = in.string();
                case "kind" -> kind = in.unsigned(Byte.SIZE) == 1 ? RouterKind.TRANSIT : RouterKind.SERVER;
                default -> in.skip();
            }
        }
        return new PeerInfo(present(status), duration, present(address), host, kind);
    }

    private static Duration readDuration(JsonReader in) throws BadJsonException {
        long seconds = 0;
        long nanos = 0;
        in.beginObject(DURATION);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "secs" -> seconds = in.unsigned(Long.SIZE);
                case "nanos" -> nanos = in.unsigned(Integer.SIZE);
                default -> in.skip();
            }
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static int number(JsonReader in, String index) throws BadJsonException {
        try {
            return Integer.parseInt(index);
        } catch (NumberFormatException e) {
            throw in.bad("'" + index + "' is not an interface index");
        }
    }

    private static Ipv6Address address(JsonReader in, String text) throws BadJsonException {
        try {
            return Ipv6Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw in.bad(text + ": " + e.getMessage());
        }
    }

    private static UUID uuid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '-' && Character.digit(text.charAt(i), 16) < 0) {
                throw new IllegalArgumentException(
                        "UUID parsing failed: invalid character: found `" + text.charAt(i) + "` at " + i);
            }
        }
        if (text.length() != 36) {
            throw new IllegalArgumentException("UUID parsing failed: invalid length: found " + text.length());
        }
        return UUID.fromString(text);
    }

    /** The reader has already refused an object without its required fields. */
    private static <T> T present(@Nullable T field) {
        return Objects.requireNonNull(field, "a required field");
    }
}
