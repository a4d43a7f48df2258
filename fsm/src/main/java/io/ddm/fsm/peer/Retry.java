package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;

/** Growing pauses between tries: 100 ms after the first failure, then twice as long each time, at most 5 s. */
final class Retry {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private int failures;
    private Instant dueAt = Instant.MIN;

    void failed(Instant now) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        dueAt = now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }

    void clear() {
        failures = 0;
        dueAt = Instant.MIN;
    }

    /** There is reason to believe that the next try succeeds. */
    void hurry() {
        dueAt = Instant.MIN;
    }

    int failures() {
        return failures;
    }

    boolean isWaiting() {
        return failures > 0;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    Instant dueAt() {
        return dueAt;
    }
}
