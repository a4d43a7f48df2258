package io.ddm.daemon.net;

import java.util.function.LongSupplier;

/**
 * A token bucket that holds the tokens of one second, so that a burst of that size may follow a quiet second.
 * Thread-safe.
 */
public final class RateLimit {

    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private final LongSupplier nanos;
    private double tokens;
    private long asOf;

    /**
     * @param perSecond average rate
     */
    public RateLimit(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    /** A limit with another clock. */
    public RateLimit(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = perSecond;
        this.asOf = nanos.getAsLong();
    }

    /** Takes a token; false if there is none. */
    public synchronized boolean pass() {
        long now = nanos.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - asOf) / NANOS_PER_SECOND * perSecond);
        asOf = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
