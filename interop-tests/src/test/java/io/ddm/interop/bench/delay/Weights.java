package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Plot;
import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.bench.delay.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * One side of the diamond becomes ten times slower, and as fast as before; then the other side is silent for a while.
 */
final class Weights implements Part {

    private static final int FLOWS = 1024;
    private static final int PER_SECOND = 5;
    private static final Duration FAST = Duration.ofMillis(2);
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final double RATIO = 10;
    private static final double MAX_DEVIATION = 0.2;

    /** Of the normal distribution, for 99 %. */
    private static final double DEVIATIONS = 2.576;

    private static final double MAX_RETURN_SECONDS = 10;
    private static final int START_SECONDS = 5;
    private static final int SLOW_SECONDS = 20;
    private static final int FAST_SECONDS = 15;
    private static final int SILENT_SECONDS = 2;
    private static final int END_SECONDS = 8;
    private static final long COUNT_NANOS = 3_000_000_000L;
    private static final long BIN_NANOS = 250_000_000L;

    private final Path plot;

    /**
     * @param plot the SVG to write
     */
    Weights(Path plot) {
        this.plot = plot;
    }

    /** When what was done, in nanoseconds of the wall clock. */
    private record Story(long beganAt, long slowAt, long fastAt, long silentAt, long repairedAt, long endedAt) {}

    @Override
    public void run(Table table) throws Exception {
        try (Diamond diamond = Diamond.start(true)) {
            diamond.lab().wire("t1-s1").delay(FAST);
            diamond.lab().wire("t2-s1").delay(FAST);
            Samples samples = Samples.start(diamond);
            Traffic traffic = Traffic.start(diamond.lab(), "s1", "s2", FLOWS, PER_SECOND, 180);
            RouterView router = new RouterView(diamond.daemon("s1"));
            Prefixes.await("both delays are known, and weights equal", Duration.ofSeconds(60),
                    () -> router.figure("to-t1", "delay_us") >= FAST.toNanos() / 1000
                            && router.figure("to-t2", "delay_us") >= FAST.toNanos() / 1000
                            && diamond.isEven("s1"));
            Story story = tell(diamond);
            List<Sample> taken = samples.stop();
            Trace trace = traffic.stop();
            report(story, trace, taken, diamond.index("s2", "to-t1"), diamond.index("s2", "to-t2"), table);
        }
    }

    private static Story tell(Diamond diamond) throws InterruptedException {
        long beganAt = NodeProcess.wallNanos();
        Thread.sleep(START_SECONDS * 1000);
        long slowAt = NodeProcess.wallNanos();
        diamond.lab().wire("t1-s1").delay(SLOW);
        Thread.sleep(SLOW_SECONDS * 1000);
        long fastAt = NodeProcess.wallNanos();
        diamond.lab().wire("t1-s1").delay(FAST);
        Thread.sleep(FAST_SECONDS * 1000);
        long silentAt = NodeProcess.wallNanos();
        diamond.lab().wire("t2-s1").loss(100);
        Thread.sleep(SILENT_SECONDS * 1000);
        long repairedAt = NodeProcess.wallNanos();
        diamond.lab().wire("t2-s1").loss(0);
        Thread.sleep(END_SECONDS * 1000);
        return new Story(beganAt, slowAt, fastAt, silentAt, repairedAt, NodeProcess.wallNanos());
    }

    private void report(Story story, Trace trace, List<Sample> samples, int t1, int t2, Table table)
            throws IOException {
        Sample slow = Samples.before(samples, story.fastAt);
        table.note("delay that s1 sees to t1 and t2, of 20 and 2 ms",
                "%.2f and %.2f ms".formatted(slow.toT1() / 1e3, slow.toT2() / 1e3));
        table.claim("weights of t2 and t1 in s1's kernel",
                "%s:%s = %.1f".formatted(slow.weights().get("t2"), slow.weights().get("t1"), slow.ratio()),
                "10 within 20 %", Math.abs(slow.ratio() / RATIO - 1) <= MAX_DEVIATION);
        flows(trace.via(story.fastAt - COUNT_NANOS, story.fastAt), t1, t2, slow.share("t1"), table);
        table.note("delay added: weights are right after, buckets of flows after",
                seconds(Samples.since(samples, story.slowAt, story.fastAt,
                        sample -> Math.abs(sample.ratio() / RATIO - 1) <= MAX_DEVIATION)) + ", "
                        + seconds(Samples.since(samples, story.slowAt, story.fastAt,
                                sample -> Math.abs(sample.ratio() / RATIO - 1) <= MAX_DEVIATION
                                        && sample.isBalanced())));
        Optional<Double> equal = Samples.since(samples, story.fastAt, story.silentAt, sample -> sample.ratio() == 1);
        Optional<Double> flows = Samples.since(samples, story.fastAt, story.silentAt,
                sample -> sample.ratio() == 1 && sample.isBalanced());
        table.claim("delay removed: weights are equal after, buckets of flows after",
                seconds(equal) + ", " + seconds(flows),
                "< 10 s", equal.orElse(MAX_RETURN_SECONDS) < MAX_RETURN_SECONDS
                        && flows.orElse(MAX_RETURN_SECONDS) < MAX_RETURN_SECONDS);
        table.note("flows that moved, of " + FLOWS + ": delay added, delay removed",
                moved(trace, story.slowAt, story.fastAt) + ", " + moved(trace, story.fastAt, story.silentAt));
        int lost = trace.lost(story.beganAt, story.silentAt);
        table.claim("packets lost of those sent meanwhile",
                "%d of %,d".formatted(lost, trace.sent(story.beganAt, story.silentAt)), "0", lost == 0);
        table.note("then t2 is silent: longest silence of a flow, each of which has 5 packets a second",
                "%.0f ms".formatted(trace.silence(story.silentAt, story.repairedAt) / 1e6));
        Files.writeString(plot, draw(story, trace, samples, t1, t2));
        table.note("plot", plot.normalize().toString());
    }

    private static void flows(int[] via, int t1, int t2, double share, Table table) {
        int slow = 0;
        int fast = 0;
        for (int index : via) {
            slow += index == t1 ? 1 : 0;
            fast += index == t2 ? 1 : 0;
        }
        double expected = share * FLOWS;
        double width = DEVIATIONS * Math.sqrt(FLOWS * share * (1 - share));
        table.claim("flows of " + FLOWS + " by t2 and by t1", "%d and %d".formatted(fast, slow),
                "t1 %.0f to %.0f (99 %%)".formatted(expected - width, expected + width),
                Math.abs(slow - expected) <= width && slow + fast == FLOWS);
    }

    private static int moved(Trace trace, long from, long to) {
        int[] before = trace.via(from - 1_000_000_000, from);
        int[] after = trace.via(to - 1_000_000_000, to);
        int moved = 0;
        for (int i = 0; i < FLOWS; i++) {
            moved += before[i] == after[i] ? 0 : 1;
        }
        return moved;
    }

    private static String seconds(Optional<Double> time) {
        return time.map("%.1f s"::formatted).orElse("never");
    }

    private static String draw(Story story, Trace trace, List<Sample> samples, int t1, int t2) {
        List<Sample> shown = samples.stream().filter(sample -> sample.at() >= story.beganAt).toList();
        long[] bins = LongStream.iterate(story.beganAt, at -> at < story.endedAt - BIN_NANOS, at -> at + BIN_NANOS)
                .toArray();
        ToDoubleFunction<Long> axis = at -> (at - story.beganAt) / 1e9;
        return new Plot((story.endedAt - story.beganAt) / 1e9, "s")
                .mark(axis.applyAsDouble(story.slowAt), "t1: 20 ms")
                .mark(axis.applyAsDouble(story.fastAt), "t1: 2 ms")
                .mark(axis.applyAsDouble(story.silentAt), "t2 silent")
                .mark(axis.applyAsDouble(story.repairedAt), "repaired")
                .panel("delay that s1 measures, ms", of("to t1", shown, axis, sample -> millis(sample.toT1())),
                        of("to t2", shown, axis, sample -> millis(sample.toT2())))
                .panel("weight in the kernel of s1, %", of("t1", shown, axis, sample -> 100 * sample.share("t1")),
                        of("t2", shown, axis, sample -> 100 * sample.share("t2")))
                .panel("goodput at s2, packets/s", goodput("by t1", bins, axis, trace, t1),
                        goodput("by t2", bins, axis, trace, t2))
                .svg();
    }

    private static Plot.Line of(String name, List<Sample> samples, ToDoubleFunction<Long> axis,
            ToDoubleFunction<Sample> figure) {
        return new Plot.Line(name, samples.stream()
                .map(sample -> new Plot.Point(axis.applyAsDouble(sample.at()), figure.applyAsDouble(sample)))
                .filter(point -> !Double.isNaN(point.value()))
                .toList());
    }

    /** What is unknown is not drawn. */
    private static double millis(long micros) {
        return micros < 0 ? Double.NaN : micros / 1e3;
    }

    private static Plot.Line goodput(String name, long[] bins, ToDoubleFunction<Long> axis, Trace trace, int via) {
        return new Plot.Line(name, LongStream.of(bins)
                .mapToObj(at -> new Plot.Point(axis.applyAsDouble(at + BIN_NANOS / 2),
                        trace.arrived(at, at + BIN_NANOS, via) * 1e9 / BIN_NANOS))
                .toList());
    }
}
