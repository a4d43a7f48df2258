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

    private final int repeats;

    Failover(int repeats) {
        this.repeats = repeats;
    }

    @Override
    public void run(Table table) throws Exception {
        try (Diamond diamond = Diamond.start(true)) {
            for (String node : diamond.lab().nodes()) {
                diamond.lab().shell(node).run("echo 0 >/proc/sys/net/ipv4/nexthop_compat_mode");
            }
            long single = 0;
            int had = 0;
            for (int prefixes : PREFIXES) {
                // The one that traffic goes to is there already, and is the last in order.
                originate(diamond, had, prefixes - 1);
                had = prefixes - 1;
                Prefixes.await(prefixes + " routes on s1 and s2", MAX_INSTALL, () -> hasRoutes(diamond, prefixes));
                long near = measure(diamond, table, prefixes);
                single = single == 0 ? near : single;
                if (prefixes > 1) {
                    table.claim("%,d prefixes, at the router that loses the peer: median against that of 1"
                            .formatted(prefixes), "%.2f".formatted((double) near / single), "< 2", near < 2 * single);
                }
            }
        }
    }

    /** At both servers, so many in all. */
    private static void originate(Diamond diamond, int from, int until) throws IOException {
        for (int server = 1; server <= 2; server++) {
            for (int i = from; i < until; i += PER_REQUEST) {
                int node = server << 4;
                List<String> prefixes = IntStream.range(i, Math.min(i + PER_REQUEST, until))
                        .mapToObj(n -> "fd00:0:%x:%x::/64".formatted(node | n >> 16, n & 0xffff))
                        .toList();
                Daemon.Reply reply = diamond.daemon("s" + server).change("PUT", "/prefix", Daemon.list(prefixes));
                if (reply.status() != 204) {
                    throw new IOException("PUT /prefix was answered with " + reply);
                }
            }
        }
    }

    private static boolean hasRoutes(Diamond diamond, int routes) {
        for (String server : new String[]{"s1", "s2"}) {
            String shown = diamond.lab().shell(server).run("ip -6 route show proto 221 | grep -c '^[0-9a-f]'").text();
            if (Integer.parseInt(shown.strip()) < routes) {
                return false;
            }
        }
        return true;
    }

    /** Returns the median at s1, ns. */
    private long measure(Diamond diamond, Table table, int prefixes) throws Exception {
        int seconds = repeats * 15 + 30;
        Traffic there = Traffic.start(diamond.lab(), "s1", "s2", FLOWS, PER_SECOND, seconds);
        Traffic back = Traffic.start(diamond.lab(), "s2", "s1", FLOWS, PER_SECOND, seconds);
        Thread.sleep(REST_MILLIS);
        List<SilentFailure.Event> events = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            events.add(SilentFailure.fail(diamond, i % 2 == 0 ? "t1" : "t2"));
            Thread.sleep(REST_MILLIS);
        }
        Series near = silence(there.stop(), events);
        Series far = silence(back.stop(), events);
        String label = "%,d prefixes, nexthop_compat_mode 0: longest silence, ".formatted(prefixes);
        table.note(label + "s1 to s2, at the router that loses the peer", near.toString());
        table.note(label + "s2 to s1, where each prefix is withdrawn", far.toString());
        return near.median();
    }

    private static Series silence(Trace trace, List<SilentFailure.Event> events) {
        Series silence = new Series();
        for (SilentFailure.Event event : events) {
            silence.add(trace.silence(event.beganAt(), event.lossEndedAt()));
        }
        return silence;
    }
}
