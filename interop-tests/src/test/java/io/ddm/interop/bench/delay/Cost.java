package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import io.ddm.interop.netns.Shell;
import java.nio.file.Path;
import java.time.Duration;

/** What the thread that probes costs a router with 32 peers, each on a link of its own. */
final class Cost implements Part {

    private static final int PEERS = 32;
    private static final int SECONDS = 15;
    private static final double MAX_PERCENT = 4;
    /** With the defaults a probe leaves every 21 to 43 ms; a lengthened interval would cost less. */
    private static final int MIN_RATE = 25;

    @Override
    public void run(Table table) throws Exception {
        try (Lab lab = Lab.of("t1-s1", Path.of("target/delay"))) {
            for (int i = 1; i < PEERS; i++) {
                link(lab, i);
            }
            Daemon daemon = lab.daemon("t1");
            Prefixes.start(daemon, lab.daemon("s1"));
            RouterView router = new RouterView(daemon);
            Prefixes.await(PEERS + " peers answer", Duration.ofMinutes(3), () -> router.peers("ok") == PEERS);
            // What was interpreted at first is compiled.
            Thread.sleep(5000);
            measure(lab.shell("t1"), daemon.pid(), router, table);
        }
    }

    /** As the lab makes its links; both nodes see as many peers as there are links. */
    private static void link(Lab lab, int number) {
        Shell.Output done = lab.shell("t1")
                .run("ip link add more%1$d index %2$d type veth peer name more%1$d index %3$d netns s1 && ip link set"
                        .formatted(number, 100 + 2 * number, 101 + 2 * number) + " more" + number
                        + " up && ip -n s1 link set more" + number + " up");
        if (done.status() != 0) {
            throw new IllegalStateException("no link: " + done.text().strip());
        }
    }

    private static void measure(Shell shell, long pid, RouterView router, Table table) throws InterruptedException {
        long sent = router.probes("sent");
        long thread = cpu(shell, pid, "probes");
        long all = cpu(shell, pid, ".*");
        long began = System.nanoTime();
        Thread.sleep(SECONDS * 1000L);
        double seconds = (System.nanoTime() - began) / 1e9;
        double percent = (cpu(shell, pid, "probes") - thread) / 1e7 / seconds;
        double whole = (cpu(shell, pid, ".*") - all) / 1e7 / seconds;
        double rate = (router.probes("sent") - sent) / seconds;
        table.note("probes a second to " + PEERS + " peers, all of which answer", "%.0f".formatted(rate));
        table.note("processor time of the whole daemon meanwhile", "%.1f %% of a core".formatted(whole));
        table.claim("processor time of the thread that probes", "%.2f %% of a core, %.0f us a probe".formatted(percent,
                percent * 1e4 / rate), "< 4 %", percent < MAX_PERCENT && rate > MIN_RATE * PEERS);
    }

    /** Nanoseconds of processor time of the threads of a process with such a name. */
    private static long cpu(Shell shell, long pid, String name) {
        String shown = shell
                .run("for thread in /proc/%d/task/*; do grep -qx '%s' $thread/comm && cat $thread/schedstat; done"
                        .formatted(pid, name))
                .text();
        long sum = shown.lines()
                .filter(line -> !line.isBlank())
                .mapToLong(line -> Long.parseLong(line.split(" ", 2)[0]))
                .sum();
        if (sum == 0) {
            throw new IllegalStateException("process " + pid + " has no thread '" + name + "'");
        }
        return sum;
    }
}
