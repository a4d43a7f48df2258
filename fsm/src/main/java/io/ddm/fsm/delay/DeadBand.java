package io.ddm.fsm.delay;

/**
 * Which delays are the same for us. What is measured never stands still, and each change costs messages to every router
 * behind us and moves flows.
 */
public final class DeadBand {

    /**
     * Below this, in microseconds, two delays are the same: it is what the scheduler of a busy host adds, and about the
     * time a switch takes to send what waits for one port.
     */
    public static final long MICROS = 50;

    /** Below this part of the smaller one, in percent: less shifts too little traffic to be worth moving a flow. */
    public static final int PERCENT = 25;

    /** What moves comes to rest within this, in percent and in microseconds. */
    private static final int CLOSE_PERCENT = 5;
    private static final long CLOSE_MICROS = 10;

    private DeadBand() {}

    /** Whether what follows a delay has reached it; an unknown one is close to itself only. */
    static boolean isClose(PathDelay one, PathDelay other) {
        if (!one.isKnown() || !other.isKnown()) {
            return one.equals(other);
        }
        long difference = Math.abs(one.micros() - other.micros());
        return difference <= CLOSE_MICROS
                || difference * 100 <= Math.min(one.micros(), other.micros()) * CLOSE_PERCENT;
    }

    /** Whether two delays are the same for us; an unknown one is the same as itself only. */
    public static boolean isSame(PathDelay one, PathDelay other) {
        if (!one.isKnown() || !other.isKnown()) {
            return one.equals(other);
        }
        return isSame(one.micros(), other.micros());
    }

    /** Whether two delays in microseconds are the same for us. */
    static boolean isSame(long one, long other) {
        long difference = Math.abs(one - other);
        return difference <= MICROS || difference * 100 <= Math.min(one, other) * PERCENT;
    }
}
