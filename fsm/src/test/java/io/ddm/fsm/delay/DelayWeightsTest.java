package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelayWeightsTest {

    private static int[] weights(long... micros) {
        return DelayWeights.of(
                LongStream.of(micros)
                        .mapToObj(delay -> delay < 0 ? PathDelay.UNKNOWN : PathDelay.ofMicros(delay))
                        .toList());
    }

    @Test
    void followTheInverseOfTheDelay() {
        assertThat(weights(2000, 20_000)).containsExactly(64, 6);
        assertThat(weights(20_000, 2000)).containsExactly(6, 64);
        assertThat(weights(1000, 2000, 4000)).containsExactly(64, 32, 16);
        for (int ratio = 2; ratio <= 20; ratio++) {
            int[] both = weights(1000, 1000L * ratio);
            assertThat((double) both[0] / both[1]).as("1 to %d", ratio).isBetween(ratio * 0.87, ratio * 1.13);
        }
    }

    @Test
    void areEqualWithinTheDeadBand() {
        assertThat(weights(1000, 1250)).containsExactly(1, 1);
        assertThat(weights(10, 60)).as("50 us").containsExactly(1, 1);
        assertThat(weights(1000, 1200, 4000)).containsExactly(64, 64, 16);
    }

    @Test
    void areEqualIfOneIsUnknown() {
        assertThat(weights(1000, -1, 9000)).containsExactly(1, 1, 1);
    }

    @Test
    void areWithinBoundsWhateverNeighborsSay() {
        assertThat(weights(0, PathDelay.MAX_MICROS)).containsExactly(64, 1);
        assertThat(weights(0, 0)).containsExactly(1, 1);
        assertThat(DelayWeights.of(List.of())).isEmpty();
    }
}
