package io.ddm.fsm.delay;

import java.util.List;

/**
 * How often targets are probed, and how that adapts to how fast they answer. Everything follows from the failure
 * detection time: probes leave once per interval, a seventh of it, for five of them to be lost, one interval before the
 * first and one in which the last could still be answered.
 *
 * <p>As in IPMP the interval belongs to all targets together, and they lift it together if all of them answer too
 * slowly. While another one is fast, a slow one gets an interval of its own: IPMP replaces such a target, but here no
 * other one on its link can, and a neighbor that answers slowly must not make failures of others last longer.
 * {@link #MAX_DETECTION_NANOS} bounds both.
 *
 * <p>Times are nanoseconds. Not thread-safe.
 */
public final class ProbeTiming {

    /** Losses in a row after which a target has failed. */
    public static final int NUM_PROBE_FAILS = 5;

    /** Answers in a row after which a failed target is repaired. */
    public static final int NUM_PROBE_REPAIRS = 10;

    /** Probes that loss is computed from; a round trip of more intervals than that says nothing about the target. */
    public static final int PROBE_STATS_COUNT = 52;

    /** The shortest failure detection time, 100 ms. */
    public static final long MIN_DETECTION_NANOS = 100_000_000L;

    /**
     * Upper bound of an adapted failure detection time, 5 s: the threshold of a session, which is as fast then and
     * needs no probes. A longer one that is configured stays.
     */
    public static final long MAX_DETECTION_NANOS = 5_000_000_000L;

    /** How long all targets have to be fast before the failure detection time is halved; also how long one is slow. */
    static final long SETTLING_NANOS = 60_000_000_000L;

    /**
     * How many timeouts in a row have to be above the interval before it is lifted. Two answers that a busy host delays
     * for 50 ms lift the timeout above an interval of 14 ms for eight samples; with a lifted interval failures would be
     * found late for at least a minute.
     */
    static final int MIN_SLOW_SAMPLES = 16;

    private static final int INTERVALS = NUM_PROBE_FAILS + 2;

    /** The part of an interval that probes may be early to leave together: wake-ups cost more than probes. */
    private static final int TICKS = 5;

    private final long configured;
    private final long bound;
    private long detection;
    private long interval;
    private long random;
    private long calmSince;
    private boolean calm;

    /**
     * @param detectionNanos the configured failure detection time, at least {@link #MIN_DETECTION_NANOS}
     * @param seed of the spacing; each process has its own, so that routers do not send in step
     */
    public ProbeTiming(long detectionNanos, long seed) {
        if (detectionNanos < MIN_DETECTION_NANOS) {
            throw new IllegalArgumentException("a failure detection time is at least " + MIN_DETECTION_NANOS
                    + " ns, not " + detectionNanos);
        }
        this.configured = detectionNanos;
        this.bound = Math.max(detectionNanos, MAX_DETECTION_NANOS);
        set(detectionNanos);
        // The generator stays at zero if it begins there.
        this.random = seed == 0 ? 1 : seed;
    }

    /** The present failure detection time of all targets that are not slow. */
    public long detectionTime() {
        return detection;
    }

    /** The present failure detection time of one target. */
    public long detectionTime(ProbeTarget target) {
        return interval(target) * INTERVALS;
    }

    /** The present probe interval of all targets that are not slow. */
    public long interval() {
        return interval;
    }

    /** The present probe interval of one target. */
    public long interval(ProbeTarget target) {
        return target.isSlow() ? Math.clamp(2 * target.roundTripTimeout(), interval(), maxInterval()) : interval();
    }

    /** How much earlier than planned probes may be sent to leave together with others. */
    public long tick() {
        return interval() / TICKS;
    }

    /**
     * The time to the next probe of a target, at random and less than its interval. As it may be sent a tick earlier,
     * probes are between half an interval and a whole one apart.
     */
    long spacing(ProbeTarget target) {
        long whole = interval(target);
        long least = whole / 2 + whole / TICKS;
        return least + Math.unsignedMultiplyHigh(nextRandom(), whole - least);
    }

    /** How long a probe of a target may be without an answer. */
    public long lossTimeout(ProbeTarget target) {
        // Not less than an interval: a busy processor, ours or the target's, is no loss.
        return Math.clamp(target.roundTripTimeout(), interval(target), maxInterval());
    }

    /** The longest interval there can be. */
    long maxInterval() {
        return bound / INTERVALS;
    }

    /** Adapts to a new sample of a target. */
    void sampled(ProbeTarget target, List<ProbeTarget> all, long now) {
        if (target.isSlow() && now - target.slowSince() >= SETTLING_NANOS) {
            target.rehabilitate();
        }
        if (!target.isSlow() && target.countSlow(interval()) >= MIN_SLOW_SAMPLES) {
            if (isAnotherFast(target, all)) {
                target.markSlow(now);
            } else {
                set(Math.clamp(2 * target.roundTripTimeout() * INTERVALS, detection, bound));
            }
        }
        if (detection > configured) {
            settle(all, now);
        }
    }

    /** Without a target there is nothing to adapt to. */
    void reset() {
        set(configured);
        calm = false;
    }

    private void set(long detectionNanos) {
        detection = detectionNanos;
        interval = detectionNanos / INTERVALS;
    }

    private void settle(List<ProbeTarget> all, long now) {
        if (!areAllFast(all)) {
            calm = false;
        } else if (!calm) {
            calm = true;
            calmSince = now;
        } else if (now - calmSince >= SETTLING_NANOS) {
            set(Math.max(detection / 2, configured));
            calmSince = now;
        }
    }

    private boolean areAllFast(List<ProbeTarget> all) {
        long limit = interval() / 4;
        for (int i = 0; i < all.size(); i++) {
            ProbeTarget target = all.get(i);
            if (!target.isSlow() && target.roundTripTimeout() >= limit) {
                return false;
            }
        }
        return true;
    }

    private boolean isAnotherFast(ProbeTarget slow, List<ProbeTarget> all) {
        long limit = interval() / 2;
        for (int i = 0; i < all.size(); i++) {
            ProbeTarget target = all.get(i);
            if (target != slow && target.state() == ProbeState.OK && target.roundTripTimeout() <= limit) {
                return true;
            }
        }
        return false;
    }

    /** Xorshift64*: its high bits pass for random. */
    private long nextRandom() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return random * 0x2545f4914f6cdd1dL;
    }
}
