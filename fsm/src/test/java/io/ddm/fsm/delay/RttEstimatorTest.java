package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {

    private final RttEstimator rtt = new RttEstimator();

    @Test
    void followsIntegerFormulas() {
        assertThat(rtt.timeout()).isZero();
        expectAfter(100, 800, 200);
        assertThat(rtt.timeout()).isEqualTo(300);
        expectAfter(100, 800, 150);
        expectAfter(200, 900, 213);
        assertThat(rtt.average()).isEqualTo(112);
        assertThat(rtt.deviation()).isEqualTo(53);
        assertThat(rtt.timeout()).isEqualTo(112 + 213);
        assertThat(rtt.samples()).isEqualTo(3);
    }

    @Test
    void putsOneLiftingSampleAside() {
        rtt.offer(100, 400);
        assertThat(rtt.offer(900, 400)).isFalse();
        assertThat(rtt.scaledAverage()).isEqualTo(800);
        assertThat(rtt.offer(100, 400)).isTrue();
        assertThat(rtt.scaledAverage()).isEqualTo(800);
        assertThat(rtt.offer(900, 400)).as("not in a row with the first").isFalse();
    }

    @Test
    void countsBothOfTwoLiftingSamples() {
        rtt.offer(100, 400);
        rtt.offer(900, 400);
        assertThat(rtt.offer(700, 400)).isTrue();
        assertThat(rtt.samples()).isEqualTo(3);
        assertThat(rtt.scaledAverage()).isEqualTo(800 + 800 + 700 - 200);
    }

    @Test
    void putsNoneAsideAboveLimit() {
        rtt.offer(1000, 400);
        rtt.offer(1000, 400);
        assertThat(rtt.samples()).isEqualTo(2);
        assertThat(rtt.offer(5000, 400)).isTrue();
    }

    @Test
    void putsFirstSampleAside() {
        assertThat(rtt.offer(1000, 400)).isFalse();
        assertThat(rtt.timeout()).isZero();
        assertThat(rtt.offer(100, 400)).isTrue();
        assertThat(rtt.average()).isEqualTo(100);
    }

    @Test
    void forgetsOnReset() {
        rtt.offer(1000, 400);
        rtt.reset();
        assertThat(rtt.offer(1000, 400)).as("first again").isFalse();
        assertThat(rtt.samples()).isZero();
    }

    private void expectAfter(long sample, long average, long deviation) {
        rtt.offer(sample, RttEstimator.NO_LIMIT);
        assertThat(rtt.scaledAverage()).isEqualTo(average);
        assertThat(rtt.scaledDeviation()).isEqualTo(deviation);
    }
}
