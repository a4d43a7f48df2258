package io.ddm.fsm.delay;

/**
 * The one-way delay of a hop or of a whole path, or that it is unknown. What is unknown stays so: it is never zero, and
 * a path with one unknown hop is unknown.
 *
 * @param micros microseconds, 0 to {@link #MAX_MICROS}; -1 if unknown
 */
public record PathDelay(long micros) {

    /**
     * The largest delay, 10 s: no path that anything is sent along takes longer, and sums of what neighbors say stay
     * far from an overflow.
     */
    public static final long MAX_MICROS = 10_000_000;

    /** A delay that was not measured, or that a router on the path does not say. */
    public static final PathDelay UNKNOWN = new PathDelay(-1);

    /** The delay of a path that ends where it begins. */
    public static final PathDelay ZERO = new PathDelay(0);

    /**
     * @throws IllegalArgumentException if it is neither known and within bounds, nor unknown
     */
    public PathDelay {
        if (micros < -1 || micros > MAX_MICROS) {
            throw new IllegalArgumentException("a delay is 0 to " + MAX_MICROS + " microseconds, not " + micros);
        }
    }

    /** A known delay; one beyond {@link #MAX_MICROS} becomes that. */
    public static PathDelay ofMicros(long micros) {
        return new PathDelay(Math.clamp(micros, 0, MAX_MICROS));
    }

    /** Whether it is known. */
    public boolean isKnown() {
        return micros >= 0;
    }

    /** The delay of both together; unknown if either is. */
    public PathDelay plus(PathDelay other) {
        return isKnown() && other.isKnown() ? ofMicros(micros + other.micros) : UNKNOWN;
    }

    /** The smaller of both; the known one if only one is. */
    public PathDelay orLess(PathDelay other) {
        return !isKnown() || (other.isKnown() && other.micros < micros) ? other : this;
    }

    @Override
    public String toString() {
        return isKnown() ? micros + " us" : "unknown";
    }
}
