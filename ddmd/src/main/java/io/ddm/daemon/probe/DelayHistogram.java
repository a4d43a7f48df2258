package io.ddm.daemon.probe;

/** How many samples of a delay there were in each range. Not thread-safe while it is written. */
public final class DelayHistogram {

    /** Upper bounds of the ranges in nanoseconds, of which the last has none: 10 us to 1 s. */
    private static final long[] BOUNDS = {10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000,
            5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000, 500_000_000, 1_000_000_000};

    private final long[] counts;
    private long sum;

    DelayHistogram() {
        this(new long[BOUNDS.length + 1], 0);
    }

    private DelayHistogram(long[] counts, long sum) {
        this.counts = counts;
        this.sum = sum;
    }

    void add(long nanos) {
        int range = 0;
        while (range < BOUNDS.length && nanos > BOUNDS[range]) {
            range++;
        }
        counts[range]++;
        sum += nanos;
    }

    DelayHistogram copy() {
        return new DelayHistogram(counts.clone(), sum);
    }

    /** How many ranges there are. */
    public int ranges() {
        return counts.length;
    }

    /** The upper bound of a range in nanoseconds; {@link Long#MAX_VALUE} of the last. */
    public long bound(int range) {
        return range < BOUNDS.length ? BOUNDS[range] : Long.MAX_VALUE;
    }

    /** The samples in a range. */
    public long count(int range) {
        return counts[range];
    }

    /** The sum of all samples in nanoseconds. */
    public long sum() {
        return sum;
    }
}
