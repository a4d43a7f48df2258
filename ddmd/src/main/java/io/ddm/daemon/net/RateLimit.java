package io.ddm.daemon.net;

import java.util.function.LongSupplier;

/** A token bucket that holds what one second brings: after a quiet second that much may come at once. Thread-safe. */
public final class RateLimit {

    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private final LongSupplier nanos;
    private double tokens;
    private long asOf;

    /**
     * @param perSecond how much may pass each second, on average
     */
    public RateLimit(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    public RateLimit(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = perSecond;
        this.asOf = nanos.getAsLong();
    }

    /** Whether one more may pass; if so, it has. */
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
