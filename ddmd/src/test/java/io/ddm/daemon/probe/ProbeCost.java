package io.ddm.daemon.probe;

import io.ddm.daemon.linux.Namespace;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.model.Ipv6Address;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * What probing costs: peers behind cables of one namespace, whose kernel answers in the same process time. Arguments:
 * number of peers (32), failure detection time in ms (300), seconds (20). Needs root.
 */
final class ProbeCost {

    private static final AtomicLong FAILURES = new AtomicLong();

    private ProbeCost() {}

    public static void main(String[] arguments) throws Exception {
        int peers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
        Duration detection = Duration.ofMillis(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300);
        Duration time = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20);
        Namespace.run(namespace -> measure(namespace, peers, detection, time));
    }

    private static void measure(Namespace namespace, int peers, Duration detection, Duration time) throws Exception {
        Ipv6Address near = Ipv6Address.parse("fe80::1");
        Ipv6Address far = Ipv6Address.parse("fe80::2");
        try (Prober prober = Prober.open(detection, ProbeCost::count, Throwable::printStackTrace)) {
            for (int i = 0; i < peers; i++) {
                int index = namespace.cable("c" + i);
                namespace.ip("address add " + near + "/64 dev c" + i + " nodad");
                namespace.ip("address add " + far + "/64 dev c" + i + "-far nodad");
                prober.start("c" + i, index, near, far, 1);
            }
            Thread.sleep(Duration.ofSeconds(10));
            long ticks = threadTicks();
            long cpu = processTime();
            long sent = sum(prober, ProbeReport.Counts::sent);
            long lost = sum(prober, ProbeReport.Counts::lost);
            long failures = FAILURES.get();
            long allocated = allocated();
            Thread.sleep(time);
            double seconds = time.toMillis() / 1000.0;
            long probes = sum(prober, ProbeReport.Counts::sent) - sent;
            ProbeReport report = prober.report();
            lost = sum(prober, ProbeReport.Counts::lost) - lost;
            ProbeReport.Peer first = report.peers().getFirst();
            LoggerFactory.getLogger(ProbeCost.class)
                    .info("{}", String.format(
                            "%d peers, %d ms: %.0f probes/s, thread %.2f %% of a core (user+sys), process %.2f %%,"
                                    + " %.1f us and %d bytes allocated a probe, %d lost, %d late, %d by a slow host,"
                                    + " %d failures, %d collections; FDT %d ms, NETRTT %.1f us, RTT %.1f us",
                            peers, detection.toMillis(), probes / seconds, (threadTicks() - ticks) / seconds,
                            (processTime() - cpu) / 1e7 / seconds, (processTime() - cpu) / 1e3 / probes,
                            (allocated() - allocated) / probes, lost, sum(prober, ProbeReport.Counts::late),
                            sum(prober, ProbeReport.Counts::slowHost), FAILURES.get() - failures, collections(),
                            report.detectionTime() / 1_000_000, first.net().average() / 1e3,
                            first.user().average() / 1e3));
        }
    }

    /** A tick is 10 ms, so ticks per second are percent. */
    private static long threadTicks() throws Exception {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals("probes")) {
                    String stat = Files.readString(task.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                }
            }
        }
        throw new IllegalStateException("no thread probes");
    }

    private static long allocated() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("probes")) {
                return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                        .getThreadAllocatedBytes(thread.threadId());
            }
        }
        throw new IllegalStateException("no thread probes");
    }

    private static long processTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long collections() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    private static long sum(Prober prober, ToLongFunction<ProbeReport.Counts> count) {
        return prober.report().peers().stream().mapToLong(peer -> count.applyAsLong(peer.counts())).sum();
    }

    private static void count(List<PeerProbe> changes) {
        FAILURES.addAndGet(changes.stream().filter(change -> change.state() != ProbeState.OK).count());
    }
}
