package io.ddm.daemon.probe;

import java.util.function.LongSupplier;

/**
 * Whether the wall clock was set: then it has moved against the monotonic clock, and the difference of two of its times
 * says nothing. Software timestamps are times of the wall clock.
 */
final class ClockSteps {

    /** More than adjustments of the clock's rate amount to between two looks, and less than matters. */
    static final long MAX_DRIFT_NANOS = 200_000;

    /** Two readings of the clock further apart than this were interrupted, and only good to find large steps. */
    private static final long EXACT_NANOS = 50_000;

    private final LongSupplier wall;
    private final LongSupplier monotonic;
    private long offset;
    private boolean known;
    private int steps;

    ClockSteps(LongSupplier wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
    }

    /** The wall clock at a time of the monotonic clock, as of the last look. */
    long wallTime(long at) {
        return at + offset;
    }

    /** How many steps there were until the last look. */
    int count() {
        return steps;
    }

    /** Looks at the clocks. */
    void look() {
        long before = monotonic.getAsLong();
        long time = wall.getAsLong();
        long took = monotonic.getAsLong() - before;
        long present = time - before - took / 2;
        boolean stepped = known && Math.abs(present - offset) > MAX_DRIFT_NANOS + took / 2;
        if (stepped) {
            steps++;
        }
        if (stepped || !known || took <= EXACT_NANOS) {
            offset = present;
            known = true;
        }
    }
}
