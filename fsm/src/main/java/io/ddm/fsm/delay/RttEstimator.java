package io.ddm.fsm.delay;

/**
 * Smoothed round-trip time of one target, by the integer formulas of IPMP, which are those of TCP: the average is kept
 * times 8, the deviation times 4.
 *
 * <pre>
 * first sample m   average = 8m                  deviation = 2m
 * later            e = m - average/8
 *                  average = max(0, average + e) deviation = deviation + |e| - deviation/4
 * timeout          average/8 + deviation
 * </pre>
 *
 * <p>Times are nanoseconds. Not thread-safe.
 */
public final class RttEstimator {

    /**
     * Samples before an average says something about the target: the deviation of the first sample is a guess, half of
     * it, of which an eighth is left then.
     */
    public static final int MIN_SAMPLES = 8;

    /** No limit for {@link #offer}. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long NONE = -1;

    private long scaledAverage;
    private long scaledDeviation;
    private long samples;
    private long aside = NONE;

    /**
     * Counts a sample, except the first that would lift the timeout above a limit: that is put aside, since one delayed
     * answer says nothing. If the next sample would do so too, both count.
     *
     * @param nanos the sample, not negative
     * @param limit of the timeout; none is put aside while the timeout is above it
     * @return whether the sample counts
     */
    public boolean offer(long nanos, long limit) {
        boolean lifts = timeout() <= limit && timeoutAfter(nanos) > limit;
        if (lifts && aside == NONE) {
            aside = nanos;
            return false;
        }
        if (lifts) {
            add(aside);
        }
        aside = NONE;
        add(nanos);
        return true;
    }

    /** Forgets everything. */
    public void reset() {
        scaledAverage = 0;
        scaledDeviation = 0;
        samples = 0;
        aside = NONE;
    }

    /** Samples that count, since the last reset. */
    public long samples() {
        return samples;
    }

    /** RTTAVG, 0 without a sample. */
    public long average() {
        return scaledAverage / 8;
    }

    /** RTTDEV, 0 without a sample. */
    public long deviation() {
        return scaledDeviation / 4;
    }

    /** By when an answer has come, 0 without a sample. */
    public long timeout() {
        return scaledAverage / 8 + scaledDeviation;
    }

    long scaledAverage() {
        return scaledAverage;
    }

    long scaledDeviation() {
        return scaledDeviation;
    }

    private void add(long nanos) {
        long average = averageAfter(nanos);
        scaledDeviation = deviationAfter(nanos);
        scaledAverage = average;
        samples++;
    }

    private long timeoutAfter(long nanos) {
        return averageAfter(nanos) / 8 + deviationAfter(nanos);
    }

    private long averageAfter(long nanos) {
        return samples == 0 ? 8 * nanos : Math.max(0, scaledAverage + nanos - scaledAverage / 8);
    }

    private long deviationAfter(long nanos) {
        return samples == 0
                ? 2 * nanos
                : scaledDeviation + Math.abs(nanos - scaledAverage / 8) - scaledDeviation / 4;
    }
}
