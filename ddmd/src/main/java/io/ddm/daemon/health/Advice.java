package io.ddm.daemon.health;

import io.ddm.daemon.link.LinkDefect;
import io.ddm.fsm.peer.LinkAnomaly;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What to do about a problem whose kind has several causes: the cause is known, or the message names it. */
final class Advice {

    /** With fewer routes the router itself needs little processor time. */
    private static final int MANY_ROUTES = 10_000;

    private static final String KEYS = "compare --exchange-key-file on both routers: they need a key in common";

    /** Parts of messages of a failed exchange, each with its advice; the first match counts. */
    private static final Map<String, String> EXCHANGE = ordered("connection refused",
            "nothing listens on the exchange port of the peer: check that its daemon runs and that"
                    + " --exchange-port (TCP 56797 by default) is the same on both routers",
            "key", KEYS, "unauthorized", KEYS, "no complete reply", filtered(), "timed out", filtered(),
            "socket closed",
            filtered(), "unreachable", filtered(), "no route to host", filtered(), "503",
            "the peer is overloaded and recovers by itself; its log names the limit that was reached");

    private Advice() {}

    /** What to do about an exchange that failed for this reason. */
    static String exchange(ProblemKind kind, String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return EXCHANGE.entrySet()
                .stream()
                .filter(known -> text.contains(known.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(kind.fix());
    }

    /** What to do about the anomalies of a link; each advice once. */
    static String anomalies(List<LinkAnomaly> anomalies) {
        return anomalies.stream().map(anomaly -> switch (anomaly.kind()) {
            case UNAUTHENTICATED -> KEYS;
            case OWN_PACKET -> "check the cabling: two interfaces of this router are on one link, or the link loops";
            case DUPLICATE_ROUTER_ID -> "give one of the two routers another --router-id";
            case SECOND_NEIGHBOR -> "check the cabling: a link connects exactly two routers";
            case CONFLICTING_IDENTITY -> "check the cabling and --router-id of the routers on the link";
            case SESSION_LIMIT ->
                "find out why the peer changes: check its log, the cabling, and other routers on the link";
        }).distinct().collect(Collectors.joining("; "));
    }

    /** What to do about an interface that has an address and cannot be opened for this reason. */
    static String opening(String reason) {
        return reason.toLowerCase(Locale.ROOT).contains("in use")
                ? "stop the other process that has UDP port 3549 or the exchange port (TCP 56797 by default) on this"
                        + " link's address, such as a second ddmd: `ss -lunp; ss -ltnp`"
                : "ddmd retries; if that does not help, remove the interface from -a";
    }

    /** What to do about an interface that cannot be used. */
    static String unusable(String name, LinkDefect defect) {
        if (name.equals("lo")) {
            return "do not name lo: DDM needs a link to another router, and the loopback interface has none";
        }
        return switch (defect.kind()) {
            case DOWN -> "bring the interface up: `ip link set " + name + " up`";
            case NO_CARRIER -> "check the cable, and that the other end is up";
            case NO_ADDRESS ->
                "give the interface a link-local address: see net.ipv6.conf.IFNAME.disable_ipv6 and addr_gen_mode";
            case TENTATIVE_ADDRESS -> ProblemKind.ADDRESS_TENTATIVE.fix();
            case DUPLICATE_ADDRESS -> ProblemKind.ADDRESS_DUPLICATE.fix();
        };
    }

    /** What to do about a late event loop of a router with so many routes. */
    static String lagging(int routes) {
        return routes < MANY_ROUTES
                ? "give the daemon more processor time: other processes of this machine use it"
                : ProblemKind.LOOP_LAGGING.fix();
    }

    private static String filtered() {
        return "check that no firewall on either router drops the exchange port (TCP 56797 by default) on this link,"
                + " and that the peer's daemon is not overloaded; ddmd retries at least every 5 s";
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
