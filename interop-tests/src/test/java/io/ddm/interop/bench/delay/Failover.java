package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.Daemon;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long flows are silent after a silent failure, by the number of prefixes behind the peer that fails: at s1, which
 * loses it, and at s2, which has to hear of each prefix of s1.
 */
final class Failover implements Part {

    private static final int FLOWS = 16;
    private static final int PER_SECOND = 200;
    private static final int[] PREFIXES = {1, 1000, 100_000};
    private static final int PER_REQUEST = 5000;
    private static final Duration MAX_INSTALL = Duration.ofMinutes(3);
    private static final int REST_MILLIS = 500;

    /** Shorter than a session lives without an answer; a silence that is as long has been ended by its end. */
    private static final int LOSS_MILLIS = 3000;
    private static final int MAX_REPAIR_SECONDS = 90;
    private static final long MIN_SILENCE_NANOS = 50_000_000;

    private final int repeats;

    Failover(int repeats) {
        this.repeats = repeats;
    }

    @Override
    public void run(Table table) throws Exception {
        List<Series> near = measure(table, "s2", "s1 to s2, at the router that loses the peer");
        for (int i = 1; i < PREFIXES.length; i++) {
            double ratio = (double) near.get(i).median() / near.getFirst().median();
            table.claim("%,d prefixes, at the router that loses the peer: median against that of 1"
                    .formatted(PREFIXES[i]), "%.2f".formatted(ratio), "< 2", ratio < 2);
        }
        measure(table, "s1", "s2 to s1, where each prefix is withdrawn");
    }

    /** With the prefixes on one server, what the other one's packets to it suffer; by number of prefixes. */
    private List<Series> measure(Table table, String origin, String direction) throws Exception {
        List<Series> measured = new ArrayList<>();
        String other = origin.equals("s1") ? "s2" : "s1";
        try (Diamond diamond = Diamond.start(true)) {
            for (String node : diamond.lab().nodes()) {
                diamond.lab().shell(node).run("echo 0 >/proc/sys/net/ipv4/nexthop_compat_mode");
            }
            int had = 0;
            for (int prefixes : PREFIXES) {
                // The one that traffic goes to is there already, and is the last in order.
                originate(diamond.daemon(origin), had, prefixes - 1);
                had = prefixes - 1;
                Prefixes.await(prefixes + " routes on " + other, MAX_INSTALL, () -> routes(diamond, other) >= prefixes);
                Traffic traffic = Traffic.start(diamond.lab(), other, origin, FLOWS, PER_SECOND,
                        repeats * MAX_REPAIR_SECONDS);
                Thread.sleep(REST_MILLIS);
                List<SilentFailure.Event> events = new ArrayList<>();
                for (int i = 0; i < repeats; i++) {
                    events.add(SilentFailure.fail(diamond, i % 2 == 0 ? "t1" : "t2", LOSS_MILLIS));
                    Thread.sleep(REST_MILLIS);
                }
                int groups = groups(diamond, other);
                Series silence = silence(traffic.stop(), events);
                table.note("%,d prefixes, nexthop_compat_mode 0: longest silence, ".formatted(prefixes) + direction,
                        silence + ", %d groups at %s".formatted(groups, other)
                                + (silence.max() < LOSS_MILLIS * 950_000L ? "" : ", until the links carried again"));
                measured.add(silence);
            }
        }
        return measured;
    }

    private static void originate(Daemon daemon, int from, int until) throws IOException {
        for (int i = from; i < until; i += PER_REQUEST) {
            List<String> prefixes = IntStream.range(i, Math.min(i + PER_REQUEST, until))
                    .mapToObj(n -> "fd00:0:%x:%x::/64".formatted(n >> 16, n & 0xffff))
                    .toList();
            Daemon.Reply reply = daemon.change("PUT", "/prefix", Daemon.list(prefixes));
            if (reply.status() != 204) {
                throw new IOException("PUT /prefix was answered with " + reply);
            }
        }
    }

    private static int routes(Diamond diamond, String server) {
        return Integer.parseInt(
                diamond.lab().shell(server).run("ip -6 route show proto 221 | grep -c '^[0-9a-f]'").text().strip());
    }

    /** How many groups of next hops the kernel of a server has. */
    private static int groups(Diamond diamond, String server) {
        return Integer.parseInt(
                diamond.lab().shell(server).run("ip nexthop show proto 221 | grep -c ' group '").text().strip());
    }

    /** Of those faults that a flow felt: the kernel gives a side that is back its idle buckets first. */
    private static Series silence(Trace trace, List<SilentFailure.Event> events) throws IOException {
        Series silence = new Series();
        for (SilentFailure.Event event : events) {
            if (trace.sent(event.lossEndedAt() - 100_000_000, event.lossEndedAt()) == 0) {
                throw new IOException("traffic had ended before the last fault");
            }
            long longest = trace.silence(event.beganAt(), event.lossEndedAt());
            if (longest >= MIN_SILENCE_NANOS) {
                silence.add(longest);
            }
        }
        if (silence.isEmpty()) {
            throw new IOException("no flow used a side that failed");
        }
        return silence;
    }
}
