package io.ddm.fsm.schedule;

import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;

/** Admits a burst, and after it one event per interval. */
public final class TokenBucket {

    private final Duration interval;
    private final Duration burstSpan;
    private Instant full = Instant.EPOCH;

    /**
     * @param burst events admitted at once after a quiet time
     * @param interval time in which one more is admitted
     */
    public TokenBucket(int burst, Duration interval) {
        this.interval = interval;
        this.burstSpan = interval.multipliedBy(burst - 1L);
    }

    /** Whether an event is admitted now; counts it if so. */
    public boolean take(Instant now) {
        if (now.isBefore(availableAt())) {
            return false;
        }
        full = (full.isBefore(now) ? now : full).plus(interval);
        return true;
    }

    /** When the next event is admitted; in the past if one is admitted now. */
    public Instant availableAt() {
        return full.minus(burstSpan);
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        full = archive.instant("full", full);
    }
}
