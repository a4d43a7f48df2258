package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the reply to {@code GET /peers} in the forms of versions 2.0.0 and 3.0.0. */
public final class PeersReader {

    private static final Struct PEER = new Struct("PeerInfo", List.of("status", "addr", "host", "kind", "if_name"), 4);
    private static final Struct STATUS = new Struct("PeerStatus", List.of("type", "duration"), 2);
    private static final Struct DURATION = new Struct("Duration", List.of("secs", "nanos"), 2);

    private static final String REQUIRED = "nextField checks that it was there";

    private PeersReader() {}

    /** State and duration of a status object. */
    record Status(PeerState state, Duration duration) {}

    /**
     * Reads the peers by interface index.
     *
     * @throws BadJsonException if it is malformed
     */
    public static SortedMap<Integer, PeerInfo> read(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            SortedMap<Integer, PeerInfo> peers = new TreeMap<>();
            in.beginMap();
            for (String key = in.nextField(); key != null; key = in.nextField()) {
                int index = AdminJsonReader.key(in, key, Integer::parseInt);
                peers.put(index, peer(in));
            }
            return peers;
        });
    }

    private static PeerInfo peer(JsonReader in) throws BadJsonException {
        Status status = null;
        Ipv6Address address = null;
        String host = null;
        RouterKind kind = null;
        String interfaceName = null;
        in.beginObject(PEER);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "status" -> status = status(in);
                case "addr" -> address = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "host" -> host = in.string();
                case "kind" -> kind = kind(in);
                case "if_name" -> interfaceName = in.isNull() ? null : in.string();
                default -> in.skip();
            }
        }
        Status known = Objects.requireNonNull(status, REQUIRED);
        return new PeerInfo(known.state, known.duration, Objects.requireNonNull(address, REQUIRED),
                Objects.requireNonNull(host, REQUIRED), Objects.requireNonNull(kind, REQUIRED),
                Optional.ofNullable(interfaceName));
    }

    static RouterKind kind(JsonReader in) throws BadJsonException {
        long kind = in.unsigned(Byte.SIZE);
        if (kind > 1) {
            throw in.bad("invalid value: " + kind + ", expected one of: 0, 1");
        }
        return kind == 0 ? RouterKind.SERVER : RouterKind.TRANSIT;
    }

    static Status status(JsonReader in) throws BadJsonException {
        PeerState state = null;
        Duration duration = null;
        in.beginObject(STATUS);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "type" -> state = in.parsed("a string", text -> PeerState.of(text)
                        .orElseThrow(() -> new IllegalArgumentException("unknown variant `" + text + "`")));
                case "duration" -> duration = duration(in);
                default -> in.skip();
            }
        }
        return new Status(Objects.requireNonNull(state, REQUIRED), Objects.requireNonNull(duration, REQUIRED));
    }

    private static Duration duration(JsonReader in) throws BadJsonException {
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
        if (seconds < 0 || seconds > Long.MAX_VALUE - nanos) {
            throw in.bad("overflow deserializing Duration");
        }
        return Duration.ofSeconds(seconds, nanos);
    }
}
