package io.ddm.api.admin;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the bodies of the admin API: for the daemon the requests, for the client the replies. Peers are read by {@link
 * PeersReader}, interfaces by {@link InterfacesReader}. A body is checked completely before anything is returned.
 */
public final class AdminJsonReader {

    private static final Struct PATH_VECTOR = new Struct("PathVector", List.of("destination", "path"), 2);
    private static final Struct TUNNEL_ORIGIN = new Struct("TunnelOrigin",
            List.of("overlay_prefix", "boundary_addr", "vni", "metric"), 3);
    private static final Struct TUNNEL_ROUTE = new Struct("TunnelRoute", List.of("origin", "nexthop"), 2);
    private static final Struct STATS = new Struct("EnableStatsRequest", List.of("sled_id", "rack_id"), 2);

    private static final String REQUIRED = "nextField checks that it was there";

    private AdminJsonReader() {}

    /**
     * Reads a set of prefixes; repeated entries count once.
     *
     * @throws BadJsonException if it is malformed
     */
    public static SortedSet<Prefix> prefixSet(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> set(in, Destination.ORDER, r -> prefix(r, Prefix::parse)));
    }

    /**
     * Reads a set of tunnel origins; repeated entries count once.
     *
     * @throws BadJsonException if it is malformed, or a VNI has more than 24 bits
     */
    public static SortedSet<TunnelOrigin> tunnelOriginSet(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> set(in, Destination.ORDER, AdminJsonReader::origin));
    }

    /**
     * Reads the reply to {@code GET /tunnel_endpoints}.
     *
     * @throws BadJsonException if it is malformed
     */
    public static SortedSet<TunnelRoute> tunnelRoutes(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> set(in, TunnelRoute.ORDER, AdminJsonReader::tunnelRoute));
    }

    /**
     * Reads the reply to {@code GET /prefixes}: by next hop, sorted.
     *
     * @throws BadJsonException if it is malformed
     */
    public static SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            SortedMap<Ipv6Address, SortedSet<PathVector>> prefixes = new TreeMap<>();
            in.beginMap();
            for (String key = in.nextField(); key != null; key = in.nextField()) {
                Ipv6Address nextHop = key(in, key, Ipv6Address::parse);
                prefixes.put(nextHop, set(in, PathVector.ORDER, AdminJsonReader::pathVector));
            }
            return prefixes;
        });
    }

    /**
     * Reads the body of {@code POST /enable-stats}.
     *
     * @throws BadJsonException if it is malformed
     */
    public static StatsRequest statsRequest(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            UUID rack = null;
            UUID sled = null;
            in.beginObject(STATS);
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "rack_id" -> rack = in.parsed("a formatted UUID string", UuidText::parse);
                    case "sled_id" -> sled = in.parsed("a formatted UUID string", UuidText::parse);
                    default -> in.skip();
                }
            }
            return new StatsRequest(Objects.requireNonNull(rack, REQUIRED), Objects.requireNonNull(sled, REQUIRED));
        });
    }

    /** Parses the key of a map. */
    static <K> K key(JsonReader in, String key, Function<String, K> parse) throws BadJsonException {
        try {
            return parse.apply(key);
        } catch (IllegalArgumentException e) {
            throw in.bad(String.valueOf(e.getMessage()));
        }
    }

    static <T> SortedSet<T> set(JsonReader in, Comparator<? super T> order, JsonReader.Reading<T> entry)
            throws BadJsonException {
        SortedSet<T> set = new TreeSet<>(order);
        in.beginArray();
        while (in.nextElement()) {
            set.add(entry.from(in));
        }
        return set;
    }

    private static <P> P prefix(JsonReader in, Function<String, P> parse) throws BadJsonException {
        String text = in.string();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw in.badAfterClosing(String.valueOf(e.getMessage()));
        }
    }

    private static PathVector pathVector(JsonReader in) throws BadJsonException {
        Prefix destination = null;
        List<RouterId> path = new ArrayList<>();
        in.beginObject(PATH_VECTOR);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "destination" -> destination = prefix(in, Prefix::parse);
                case "path" -> {
                    in.beginArray();
                    while (in.nextElement()) {
                        path.add(in.parsed("a string", RouterId::new));
                    }
                }
                default -> in.skip();
            }
        }
        return new PathVector(Objects.requireNonNull(destination, REQUIRED), new RouterPath(path));
    }

    private static TunnelRoute tunnelRoute(JsonReader in) throws BadJsonException {
        TunnelOrigin origin = null;
        Ipv6Address nextHop = null;
        in.beginObject(TUNNEL_ROUTE);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "origin" -> origin = origin(in);
                case "nexthop" -> nextHop = in.parsed("an IPv6 address", Ipv6Address::parse);
                default -> in.skip();
            }
        }
        return new TunnelRoute(Objects.requireNonNull(origin, REQUIRED), Objects.requireNonNull(nextHop, REQUIRED));
    }

    private static TunnelOrigin origin(JsonReader in) throws BadJsonException {
        IpPrefix overlay = null;
        Ipv6Address boundary = null;
        int vni = 0;
        long metric = 0;
        in.beginObject(TUNNEL_ORIGIN);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "overlay_prefix" -> overlay = prefix(in, IpPrefix::parse);
                case "boundary_addr" -> boundary = in.parsed("an IPv6 address", Ipv6Address::parse);
                case "vni" -> vni = vni(in);
                case "metric" -> metric = in.unsigned(Long.SIZE);
                default -> in.skip();
            }
        }
        return new TunnelOrigin(Objects.requireNonNull(overlay, REQUIRED), Objects.requireNonNull(boundary, REQUIRED),
                vni, metric);
    }

    private static int vni(JsonReader in) throws BadJsonException {
        long vni = in.unsigned(Integer.SIZE);
        if (vni > TunnelOrigin.MAX_VNI) {
            throw in.bad("invalid value: integer `" + vni + "`, expected 0 to " + TunnelOrigin.MAX_VNI);
        }
        return (int) vni;
    }
}
