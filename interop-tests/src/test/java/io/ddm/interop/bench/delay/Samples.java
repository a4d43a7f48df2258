package io.ddm.interop.bench.delay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What s1 sees of its two paths, four times a second. */
final class Samples {

    private static final int PERIOD_MILLIS = 250;

    private final List<Sample> taken = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

    /**
     * What s1 sees at a time.
     *
     * @param at nanoseconds of the wall clock
     * @param toT1 the delay to t1 in microseconds, -1 if unknown
     * @param toT2 the same to t2
     * @param weights in the kernel, by transit
     * @param buckets that each transit has
     */
    record Sample(long at, long toT1, long toT2, Map<String, Integer> weights, Map<String, Integer> buckets) {

        /** How much more weight t2 has than t1; 0 without either. */
        double ratio() {
            return (double) weights.getOrDefault("t2", 0) / weights.getOrDefault("t1", Integer.MAX_VALUE);
        }

        /** The part of all weight that a transit has, 0 to 1. */
        double share(String transit) {
            int all = weights.values().stream().mapToInt(Integer::intValue).sum();
            return all == 0 ? 0 : (double) weights.getOrDefault(transit, 0) / all;
        }

        /** Whether the buckets, and so the flows, are where the weights say, but for one. */
        boolean isBalanced() {
            int all = buckets.values().stream().mapToInt(Integer::intValue).sum();
            return all > 0 && Math.abs(buckets.getOrDefault("t1", 0) - share("t1") * all) <= 1;
        }
    }

    private Samples(Diamond diamond) {
        RouterView router = new RouterView(diamond.daemon("s1"));
        thread = Thread.ofPlatform().daemon().start(() -> {
            while (!ended) {
                String stat = router.stat();
                Sample sample = new Sample(NodeProcess.wallNanos(),
                        RouterView.figure(stat, "to-t1", "delay_us"), RouterView.figure(stat, "to-t2", "delay_us"),
                        diamond.weights("s1"), diamond.buckets("s1"));
                synchronized (taken) {
                    taken.add(sample);
                }
                NodeProcess.sleep(PERIOD_MILLIS);
            }
        });
    }

    /** Begins to take them. */
    static Samples start(Diamond diamond) {
        return new Samples(diamond);
    }

    /** Ends it. */
    List<Sample> stop() throws InterruptedException {
        ended = true;
        thread.join();
        return taken;
    }

    /** The latest one before a time. */
    static Sample before(List<Sample> samples, long time) {
        return samples.stream().filter(sample -> sample.at < time).reduce((one, next) -> next).orElseThrow();
    }

    /** How many seconds after a time something was so first, if it was before another time. */
    static Optional<Double> since(List<Sample> samples, long from, long to, Predicate<Sample> isSo) {
        return samples.stream()
                .filter(sample -> sample.at >= from && sample.at < to && isSo.test(sample))
                .findFirst()
                .map(sample -> (sample.at - from) / 1e9);
    }
}
