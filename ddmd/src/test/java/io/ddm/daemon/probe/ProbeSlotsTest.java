package io.ddm.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeSlotsTest {

    private static final long WALL = 1_700_000_000_000_000_000L;

    private final ProbeSlots slots = new ProbeSlots();

    @Test
    void needsBothStampsInAnyOrder() {
        slots.add(1, 99, 1000, 0);
        assertThat(slots.netRtt(1)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 500, 700);
        assertThat(slots.netRtt(1)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.left(1, WALL);
        assertThat(slots.netRtt(1)).isEqualTo(500);
        assertThat(slots.rtt(1)).isEqualTo(700);
    }

    @Test
    void distrustsStampsThatContradictMonotonicClock() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL);
        slots.arrived(1, WALL - 1, 700);
        assertThat(slots.netRtt(1)).as("an answer before its probe").isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 701, 700);
        assertThat(slots.netRtt(1)).as("an answer after we had it").isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 700, 700);
        assertThat(slots.netRtt(1)).isEqualTo(700);
    }

    @Test
    void matchesNonceOfItsProbeOnly() {
        slots.add(1, 99, 1000, 0);
        assertThat(slots.matches(1, 99)).isTrue();
        assertThat(slots.matches(1, 98)).isFalse();
        assertThat(slots.matches(2, 99)).isFalse();
        assertThat(slots.matches(-1, 0)).isFalse();
        assertThat(slots.matches(65, 99)).as("same slot").isFalse();
        slots.add(65, 77, 2000, 0);
        assertThat(slots.matches(1, 99)).as("forgotten").isFalse();
    }

    @Test
    void noticesClockThatWasSetSinceProbe() {
        slots.add(1, 99, 1000, 3);
        assertThat(slots.isClockSet(1, 3)).isFalse();
        assertThat(slots.isClockSet(1, 4)).isTrue();
    }
}
