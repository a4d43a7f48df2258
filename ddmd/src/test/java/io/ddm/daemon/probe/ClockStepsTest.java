package io.ddm.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockStepsTest {

    private static final long MILLI = 1_000_000;

    private long wall = 1_700_000_000_000_000_000L;
    private long monotonic = -MILLI;
    private long readingTakes = 100;
    private final ClockSteps clock = new ClockSteps(() -> wall, () -> {
        pass(readingTakes);
        return monotonic;
    });

    @Test
    void findsStepsInBothDirections() {
        clock.look();
        pass(100 * MILLI);
        clock.look();
        assertThat(clock.count()).isZero();
        wall += MILLI;
        clock.look();
        assertThat(clock.count()).isEqualTo(1);
        wall -= 3_600_000 * MILLI;
        clock.look();
        clock.look();
        assertThat(clock.count()).isEqualTo(2);
    }

    @Test
    void toleratesAdjustmentOfRate() {
        for (int i = 0; i < 10_000; i++) {
            clock.look();
            pass(40 * MILLI);
            // As fast as the kernel adjusts it.
            wall += 40 * MILLI / 2000;
        }
        assertThat(clock.count()).isZero();
    }

    @Test
    void toleratesInterruptionBetweenReadings() {
        clock.look();
        readingTakes = 50 * MILLI;
        clock.look();
        readingTakes = 100;
        clock.look();
        assertThat(clock.count()).isZero();
    }

    @Test
    void convertsTimes() {
        clock.look();
        pass(MILLI);
        assertThat(clock.wallTime(monotonic)).isBetween(wall - 1000, wall + 1000);
    }

    private void pass(long nanos) {
        wall += nanos;
        monotonic += nanos;
    }
}
