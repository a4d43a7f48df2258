package io.ddm.interop.bench;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A transit between two servers while prefixes come and go and a link does: what the transit holds of its machine, each
 * 10 s. It must not grow. See {@code interop-tests/bench/churn}.
 */
public final class Churn {

    private static final int BATCH = 100;
    private static final int BATCHES = 20;
    private static final int SAMPLE_SECONDS = 10;

    /** With fewer a quarter says nothing. */
    private static final int MIN_SAMPLES = 12;

    private final Lab lab;
    private final Daemon transit;
    private final Daemon origin;
    private final Daemon other;
    private final List<Usage> samples = new ArrayList<>();

    private Churn(Lab lab) {
        this.lab = lab;
        Usage.logCollections(lab, "t1");
        this.transit = lab.daemon("t1");
        this.origin = lab.daemon("s1");
        this.other = lab.daemon("s2");
    }

    /**
     * Runs it; the exit status is 0 if all was as promised, else 1.
     *
     * @param args minutes, the CSV to write, the SVG to write
     */
    public static void main(String... args) throws IOException, InterruptedException {
        double minutes = Double.parseDouble(args[0]);
        if (60 * minutes / SAMPLE_SECONDS < MIN_SAMPLES) {
            throw new IllegalArgumentException("churn needs at least %d minutes to judge anything, not %s"
                    .formatted(MIN_SAMPLES * SAMPLE_SECONDS / 60, args[0]));
        }
        Path csv = Path.of(args[1]);
        boolean flat;
        try (Lab lab = Lab.of("t1-s1,t1-s2", Path.of("target/churn"))) {
            flat = new Churn(lab).run((int) (60 * minutes), csv, Path.of(args[2]));
        }
        System.exit(flat ? 0 : 1);
    }

    private boolean run(int seconds, Path csv, Path svg) throws IOException, InterruptedException {
        Prefixes.start(transit, origin, other);
        Files.writeString(csv, "second,rss_kib,fds,threads,heap_mib\n");
        long began = System.nanoTime();
        int changes = 0;
        int flaps = 0;
        for (int second = 0; second <= seconds; second++) {
            int batch = second % BATCHES;
            Prefixes.change(origin, "PUT", BATCH * batch, BATCH);
            Prefixes.change(origin, "DELETE", BATCH * ((batch + BATCHES / 2) % BATCHES), BATCH);
            changes += 2 * BATCH;
            if (transit.request("GET", "/prefixes").status() != 200) {
                throw new IllegalStateException("GET /prefixes was not answered in second " + second);
            }
            if (second % SAMPLE_SECONDS == 0) {
                Prefixes.carrier(lab, "s2", "to-t1", false);
                Prefixes.carrier(lab, "s2", "to-t1", true);
                flaps++;
                Usage usage = Usage.of(lab, "t1", transit);
                samples.add(usage);
                Files.writeString(csv, "%d,%d,%d,%d,%d%n".formatted(second, usage.rssKib(), usage.fds(),
                        usage.threads(), usage.heapMib()), StandardOpenOption.APPEND);
            }
            Thread.sleep(Math.max(0, 1000 * (second + 1L) - (System.nanoTime() - began) / 1_000_000));
        }
        Prefixes.change(origin, "DELETE", 0, BATCH * BATCHES);
        Prefixes.await("no kernel has a route left", Duration.ofSeconds(20),
                () -> transit.routes().isEmpty() && other.routes().isEmpty());
        Files.writeString(svg, plot());
        System.out.printf("%d s, %d changes of prefixes, %d losses of a link, %d peers lost%n",
                (System.nanoTime() - began) / 1_000_000_000, changes, flaps, Prefixes.losses(transit));
        boolean memory = flat("resident memory, KiB", Usage::rssKib, 0.10);
        boolean descriptors = flat("file descriptors", Usage::fds, 0.10);
        boolean threads = flat("threads", Usage::threads, 0.10);
        boolean heap = flat("heap after a full collection, MiB", Usage::heapMib, 0.25);
        return memory && descriptors && threads && heap;
    }

    private String plot() {
        return new Plot((samples.size() - 1) * SAMPLE_SECONDS / 60.0, "min")
                .panel("resident memory, MiB", line(usage -> usage.rssKib() / 1024))
                .panel("heap after a full collection, MiB", line(Usage::heapMib))
                .panel("file descriptors", line(Usage::fds))
                .panel("threads", line(Usage::threads))
                .svg();
    }

    private Plot.Line line(ToLongFunction<Usage> figure) {
        return new Plot.Line("", IntStream.range(0, samples.size())
                .mapToObj(i -> new Plot.Point(i * SAMPLE_SECONDS / 60.0, figure.applyAsLong(samples.get(i))))
                .toList());
    }

    /** Whether the last quarter is no higher than the second, apart from some slack; the first is the warming up. */
    private boolean flat(String what, ToLongFunction<Usage> figure, double slack) {
        int quarter = samples.size() / 4;
        if (samples.subList(quarter, samples.size()).stream().anyMatch(usage -> figure.applyAsLong(usage) == 0)) {
            System.out.printf("| %-30s | NOT MEASURED |%n", what);
            return false;
        }
        double early = mean(samples.subList(quarter, 2 * quarter), figure);
        double late = mean(samples.subList(3 * quarter, samples.size()), figure);
        boolean flat = late <= early * (1 + slack) + 1;
        System.out.printf("| %-30s | second quarter %.0f | last quarter %.0f | most %d | %s |%n", what, early, late,
                samples.stream().mapToLong(figure).max().orElse(0), flat ? "flat" : "GROWS");
        return flat;
    }

    private static double mean(List<Usage> samples, ToLongFunction<Usage> figure) {
        return samples.stream().mapToLong(figure).average().orElse(0);
    }
}
