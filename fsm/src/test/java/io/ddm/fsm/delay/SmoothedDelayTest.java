package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Steps towards what is measured. */
class SmoothedDelayTest {

    @Test
    void followsWithinSeconds() {
        SmoothedDelay delay = SmoothedDelay.at(PathDelay.ofMicros(20_000));
        int steps = 0;
        while (!delay.isSettled(PathDelay.ofMicros(2000)) || delay.isMoving()) {
            delay = delay.step(PathDelay.ofMicros(2000));
            steps++;
        }
        assertThat(steps).isLessThan(9);
        assertThat(delay.used().micros()).as("close, not just within the dead band").isBetween(1900L, 2100L);
    }

    @Test
    void staysWithinTheDeadBand() {
        SmoothedDelay delay = SmoothedDelay.at(PathDelay.ofMicros(1000));
        assertThat(delay.isSettled(PathDelay.ofMicros(1240))).isTrue();
        assertThat(delay.step(PathDelay.ofMicros(1240))).isEqualTo(delay);
        assertThat(delay.isSettled(PathDelay.ofMicros(1300))).isFalse();
    }

    @Test
    void takesWhatBecomesKnownOrUnknownAtOnce() {
        SmoothedDelay known = SmoothedDelay.UNKNOWN.step(PathDelay.ofMicros(700));
        assertThat(known.used()).isEqualTo(PathDelay.ofMicros(700));
        assertThat(known.step(PathDelay.UNKNOWN).used()).isEqualTo(PathDelay.UNKNOWN);
    }
}
