package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PathDelayTest {

    @Test
    void addsAndStaysBounded() {
        assertThat(PathDelay.ofMicros(3).plus(PathDelay.ofMicros(4))).isEqualTo(PathDelay.ofMicros(7));
        assertThat(PathDelay.ofMicros(Long.MAX_VALUE).micros()).isEqualTo(PathDelay.MAX_MICROS);
        assertThat(PathDelay.ofMicros(PathDelay.MAX_MICROS).plus(PathDelay.ofMicros(1)).micros())
                .isEqualTo(PathDelay.MAX_MICROS);
        assertThat(PathDelay.ofMicros(-5)).isEqualTo(PathDelay.ZERO);
        assertThatThrownBy(() -> new PathDelay(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownIsNeverZero() {
        assertThat(PathDelay.UNKNOWN.plus(PathDelay.ofMicros(1)).isKnown()).isFalse();
        assertThat(PathDelay.ofMicros(1).plus(PathDelay.UNKNOWN).isKnown()).isFalse();
        assertThat(PathDelay.UNKNOWN.orLess(PathDelay.ofMicros(9))).isEqualTo(PathDelay.ofMicros(9));
        assertThat(PathDelay.ofMicros(9).orLess(PathDelay.UNKNOWN)).isEqualTo(PathDelay.ofMicros(9));
        assertThat(DeadBand.isSame(PathDelay.UNKNOWN, PathDelay.ZERO)).isFalse();
        assertThat(DeadBand.isSame(PathDelay.UNKNOWN, PathDelay.UNKNOWN)).isTrue();
    }
}
