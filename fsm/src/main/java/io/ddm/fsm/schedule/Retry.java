package io.ddm.fsm.schedule;

import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;

/**
 * Growing pauses between attempts: 100 ms after the first failure, then twice as long each time, at most 5 s. Activity
 * of the peer shortens a pause, but early retries keep a distance that doubles in the same way until an attempt
 * succeeds: two peers that answer each other's failing requests with requests of their own do not retry at round-trip
 * speed.
 */
public final class Retry {

    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private int failures;
    private int earlyRetries;
    private Instant failedAt = Instant.MIN;
    private Instant dueAt = Instant.MIN;

    /** An attempt failed: the next one is due after a pause. */
    public void failed(Instant now) {
        failedAt = now;
        dueAt = now.plus(pause(failures));
        failures++;
    }

    /** An attempt succeeded: the next one is due at once. */
    public void clear() {
        failures = 0;
        earlyRetries = 0;
        dueAt = Instant.MIN;
    }

    /** The peer is active, so the next attempt is likely to succeed. */
    public void retryEarly() {
        if (failures > 0) {
            Instant early = failedAt.plus(pause(earlyRetries));
            if (early.isBefore(dueAt)) {
                dueAt = early;
                earlyRetries++;
            }
        }
    }

    /** How many attempts failed in a row. */
    public int failures() {
        return failures;
    }

    /** Whether the last attempt failed. */
    public boolean isWaiting() {
        return failures > 0;
    }

    /** Whether the next attempt is due. */
    public boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    /** When the next attempt is due; {@link Instant#MIN} for at once. */
    public Instant dueAt() {
        return dueAt;
    }

    private static Duration pause(int attempts) {
        Duration pause = MIN_PAUSE.multipliedBy(1L << Math.min(attempts, 10));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        failures = archive.number("failures", failures);
        earlyRetries = archive.number("earlyRetries", earlyRetries);
        failedAt = archive.instant("failedAt", failedAt);
        dueAt = archive.instant("dueAt", dueAt);
    }
}
