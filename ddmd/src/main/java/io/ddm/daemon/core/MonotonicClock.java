package io.ddm.daemon.core;

import java.time.Instant;

/**
 * Instants that never go back: the wall clock is read once, and time passes by {@link System#nanoTime()} from there. A
 * stepped wall clock changes no duration and no deadline.
 */
public final class MonotonicClock {

    private final Instant anchor = Instant.now();
    private final long anchorNanos = System.nanoTime();

    /** Never earlier than what was returned before. */
    public Instant now() {
        return anchor.plusNanos(System.nanoTime() - anchorNanos);
    }
}
