package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two servers, s1 and s2, each on both transits, t1 and t2, with a daemon on each and all routes. The links of s1 may
 * be wires.
 */
final class Diamond implements AutoCloseable {

    private static final String LINKS = "t1-s1,t1-s2,t2-s1,t2-s2";
    private static final String WIRES = "t1-s1,t2-s1";
    private static final Duration MAX_START = Duration.ofMinutes(3);
    private static final Pattern WEIGHT = Pattern.compile("dev to-(\\S+) weight (\\d+)");
    private static final Pattern OBJECT = Pattern.compile("id (\\d+) via \\S+ dev to-(\\S+)");
    private static final Pattern BUCKET = Pattern.compile("index \\d+ .*nhid (\\d+)");

    private final Lab lab;
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();

    private Diamond(Lab lab) {
        this.lab = lab;
    }

    /**
     * Starts it, and waits until both servers' kernels have both paths.
     *
     * @param wired whether the links of s1 are wires
     * @param flags of each daemon
     */
    static Diamond start(boolean wired, String... flags) throws IOException, InterruptedException {
        Path logs = Path.of("target/delay");
        Diamond diamond = new Diamond(wired ? Lab.wired(LINKS, WIRES, logs) : Lab.of(LINKS, logs));
        try {
            diamond.come(flags);
        } catch (IOException | InterruptedException | RuntimeException e) {
            diamond.close();
            throw e;
        }
        return diamond;
    }

    private void come(String... flags) throws IOException, InterruptedException {
        for (String node : lab.nodes()) {
            // By ports, too: else all flows between two addresses take one path.
            lab.shell(node).run("echo 1 >/proc/sys/net/ipv6/fib_multipath_hash_policy");
            daemons.put(node, lab.daemon(node, flags));
        }
        Prefixes.start(daemons.values().toArray(Daemon[]::new));
        for (String server : new String[]{"s1", "s2"}) {
            Daemon.Reply reply = daemon(server).change("PUT", "/prefix", Daemon.list(network(server)));
            if (reply.status() != 204) {
                throw new IOException("PUT /prefix was answered with " + reply);
            }
        }
        Prefixes.await("both paths in both directions", MAX_START, this::isEven);
    }

    Lab lab() {
        return lab;
    }

    Daemon daemon(String node) {
        return Objects.requireNonNull(daemons.get(node), node);
    }

    Map<String, Daemon> daemons() {
        return daemons;
    }

    /** The address of a server. */
    static String address(String server) {
        return "fd00:" + server.substring(1) + "::1";
    }

    private static String network(String server) {
        return "fd00:" + server.substring(1) + "::/64";
    }

    private static String other(String server) {
        return server.equals("s1") ? "s2" : "s1";
    }

    /** The weights of a server's next hops to the other one, by transit, as the kernel has them. */
    Map<String, Integer> weights(String server) {
        Map<String, Integer> weights = new TreeMap<>();
        Matcher hop = WEIGHT.matcher(
                lab.shell(server).run("ip -6 route show proto 221 " + network(other(server))).text());
        while (hop.find()) {
            weights.put(hop.group(1), Integer.parseInt(hop.group(2)));
        }
        return weights;
    }

    /** How many buckets of a server's route to the other one each transit has: flows go by buckets. */
    Map<String, Integer> buckets(String server) {
        String shown = lab.shell(server)
                .run("group=$(ip -6 route show proto 221 " + network(other(server))
                        + " | sed -n 's/.* nhid \\([0-9]*\\) .*/\\1/p');"
                        + " ip nexthop show; ip nexthop bucket show id $group")
                .text();
        Map<String, String> transits = new TreeMap<>();
        Map<String, Integer> buckets = new TreeMap<>();
        for (Matcher object = OBJECT.matcher(shown); object.find();) {
            transits.put(object.group(1), object.group(2));
        }
        for (Matcher bucket = BUCKET.matcher(shown); bucket.find();) {
            buckets.merge(transits.getOrDefault(bucket.group(1), "none"), 1, Integer::sum);
        }
        return buckets;
    }

    /**
     * Whether each server has equal weights and as many buckets for either transit, but for one: all flows are where
     * they belong.
     */
    boolean isEven() {
        return isEven("s1") && isEven("s2");
    }

    /** The same of one server. */
    boolean isEven(String server) {
        Map<String, Integer> buckets = buckets(server);
        int byT1 = buckets.getOrDefault("t1", 0);
        int byT2 = buckets.getOrDefault("t2", 0);
        // With nexthop_compat_mode 0 routes are shown without weights.
        return byT1 > 0 && byT2 > 0 && Math.abs(byT1 - byT2) <= 2
                && weights(server).values().stream().distinct().count() <= 1;
    }

    /** The index of an interface of a node. */
    int index(String node, String link) {
        return Integer.parseInt(lab.shell(node).run("ip -o link show " + link).text().strip().split(":", 2)[0]);
    }

    @Override
    public void close() {
        lab.close();
    }
}
