package io.ddm.fsm.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Periodic pulls wait while the peer pushes, though not forever. */
final class PullScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration HALF = Duration.ofMillis(500);

    private final PullSchedule schedule = new PullSchedule(INTERVAL, 1);
    private Instant due = Instant.EPOCH;

    private void pulled() {
        schedule.begin();
        schedule.completed(false, Instant.EPOCH);
        due = schedule.deadline();
    }

    @Test
    void pullWaitsUntilThePeerIsSilent() {
        pulled();
        Instant push = due.minusMillis(1);
        schedule.pushed(push);
        assertThat(schedule.isDue(due)).isFalse();
        assertThat(schedule.deadline()).isEqualTo(push.plus(PullSchedule.REPEAT));
    }

    @Test
    void earlierPushChangesNothing() {
        pulled();
        schedule.pushed(due.minus(PullSchedule.REPEAT));
        assertThat(schedule.deadline()).isEqualTo(due);
    }

    @Test
    void peerThatNeverStopsPushingIsPulledAMinuteLate() {
        pulled();
        Instant now = due.minusMillis(1);
        while (!schedule.isDue(now)) {
            schedule.pushed(now);
            now = now.plus(HALF);
        }
        assertThat(Duration.between(due, now)).isBetween(PullSchedule.MAX_POSTPONED,
                PullSchedule.MAX_POSTPONED.plus(PullSchedule.REPEAT).plus(HALF));
    }

    @Test
    void requestedPullDoesNotWait() {
        pulled();
        schedule.request();
        schedule.pushed(due);
        assertThat(schedule.isDue(Instant.EPOCH)).isTrue();
    }

    @Test
    void withoutAnIntervalPushesCauseNoPull() {
        PullSchedule none = new PullSchedule(Duration.ZERO, 1);
        none.begin();
        none.completed(false, Instant.EPOCH);
        none.pushed(due);
        assertThat(none.deadline()).isEqualTo(Instant.MAX);
    }
}
