package io.ddm.interop.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures of how late frames left. */
final class LatenessTest {

    private final Lateness lateness = new Lateness();

    @Test
    void isZeroWithoutFrames() {
        assertThat(lateness.micros(0.5)).isZero();
        assertThat(lateness.maxMicros()).isZero();
    }

    @Test
    void showsMedianAndTail() {
        for (int i = 1; i <= 100; i++) {
            lateness.add(i * 1000L + 999);
        }
        lateness.add(3_000_000_000L);
        assertThat(lateness.micros(0.5)).isEqualTo(51);
        assertThat(lateness.micros(0.99)).isEqualTo(100);
        assertThat(lateness.micros(1)).as("as late as can be counted").isEqualTo(Lateness.MAX_MICROS);
        assertThat(lateness.maxMicros()).isEqualTo(3_000_000);
    }
}
