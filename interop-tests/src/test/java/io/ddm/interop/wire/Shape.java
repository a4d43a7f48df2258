package io.ddm.interop.wire;

/**
 * What a direction of a wire does to frames.
 *
 * @param delayNanos how long each takes at least
 * @param jitterNanos by how much the delay varies, evenly, either way; it is never below zero
 * @param loss the part of them that is lost, 0 to 1
 * @param bitsPerSecond how fast one follows another; 0 for no limit
 */
record Shape(long delayNanos, long jitterNanos, double loss, long bitsPerSecond) {

    /** As fast as the wire can, and all of them. */
    static final Shape NONE = new Shape(0, 0, 0, 0);

    private static final double NANOS = 1e9;

    Shape withDelay(long nanos) {
        return new Shape(nanos, jitterNanos, loss, bitsPerSecond);
    }

    Shape withJitter(long nanos) {
        return new Shape(delayNanos, nanos, loss, bitsPerSecond);
    }

    Shape withLoss(double part) {
        return new Shape(delayNanos, jitterNanos, part, bitsPerSecond);
    }

    Shape withRate(long bits) {
        return new Shape(delayNanos, jitterNanos, loss, bits);
    }

    /** How long a frame occupies the line, in ns. */
    long sendingNanos(int bytes) {
        return bitsPerSecond == 0 ? 0 : Math.round(Byte.SIZE * bytes * NANOS / bitsPerSecond);
    }

    /** The delay of a frame in ns, for a random number from 0 to 1. */
    long delayNanos(double random) {
        return Math.max(0, delayNanos + Math.round((2 * random - 1) * jitterNanos));
    }
}
