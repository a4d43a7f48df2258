package io.ddm.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeSlotsTest {

    private static final long WALL = 1_700_000_000_000_000_000L;

    private static final long NIC = 77_000_000_000L;

    private final ProbeSlots slots = new ProbeSlots();

    @Test
    void needsBothStampsInAnyOrder() {
        slots.add(1, 99, 1000, 0);
        assertThat(slots.netRtt(1)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 500, ProbeSlots.UNKNOWN, 700);
        assertThat(slots.netRtt(1)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        assertThat(slots.netRtt(1)).isEqualTo(500);
        assertThat(slots.rtt(1)).isEqualTo(700);
    }

    @Test
    void measuresOnce() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        assertThat(slots.measure(1)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 500, ProbeSlots.UNKNOWN, 700);
        assertThat(slots.measure(1)).isEqualTo(500);
        assertThat(slots.measure(1)).isEqualTo(ProbeSlots.UNKNOWN);
        assertThat(slots.netRtt(1)).isEqualTo(500);
    }

    @Test
    void prefersStampsOfTheNetworkCard() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, ProbeSlots.UNKNOWN, NIC);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 500, NIC + 400, 700);
        assertThat(slots.measure(1)).isEqualTo(400);
    }

    /** Its clock and the kernel's have nothing to do with each other. */
    @Test
    void neverSubtractsTimesOfTwoClocks() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(1, ProbeSlots.UNKNOWN, WALL + 300, 700);
        assertThat(slots.measure(1)).as("sent by the kernel's clock, received by the card's")
                .isEqualTo(ProbeSlots.UNKNOWN);
        slots.add(2, 99, 1000, 0);
        slots.left(2, ProbeSlots.UNKNOWN, WALL);
        slots.arrived(2, WALL + 300, ProbeSlots.UNKNOWN, 700);
        assertThat(slots.measure(2)).as("the other way round").isEqualTo(ProbeSlots.UNKNOWN);
        slots.left(2, WALL + 10, ProbeSlots.UNKNOWN);
        assertThat(slots.measure(2)).as("the kernel's both").isEqualTo(290);
    }

    @Test
    void distrustsTheNetworkCardTooIfItContradictsTheMonotonicClock() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL, NIC);
        slots.arrived(1, WALL + 500, NIC + 701, 700);
        assertThat(slots.measure(1)).isEqualTo(ProbeSlots.UNKNOWN);
    }

    /** A card that stamps requests may say so after their answers; one that does not is not waited for. */
    @Test
    void waitsForTheNetworkCardThatStampsRequests() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 500, NIC + 400, 700);
        assertThat(slots.measure(1)).as("none was seen to be stamped").isEqualTo(500);
        slots.left(1, ProbeSlots.UNKNOWN, NIC);
        assertThat(slots.measure(1)).isEqualTo(ProbeSlots.UNKNOWN);
        assertThat(slots.netRtt(1)).as("what was measured stands").isEqualTo(500);

        slots.add(2, 99, 1000, 0);
        slots.left(2, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(2, WALL + 500, NIC + 400, 700);
        assertThat(slots.measure(2)).isEqualTo(ProbeSlots.UNKNOWN);
        slots.left(2, ProbeSlots.UNKNOWN, NIC);
        assertThat(slots.measure(2)).isEqualTo(400);

        slots.add(3, 99, 1000, 0);
        slots.left(3, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(3, WALL + 500, NIC + 400, 700);
        slots.add(4, 99, 1000, 0);
        slots.left(4, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(4, WALL + 500, NIC + 400, 700);
        assertThat(slots.measure(4)).as("the stamp of the one before never came").isEqualTo(500);
    }

    @Test
    void distrustsStampsThatContradictMonotonicClock() {
        slots.add(1, 99, 1000, 0);
        slots.left(1, WALL, ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL - 1, ProbeSlots.UNKNOWN, 700);
        assertThat(slots.netRtt(1)).as("an answer before its probe").isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 701, ProbeSlots.UNKNOWN, 700);
        assertThat(slots.netRtt(1)).as("an answer after we had it").isEqualTo(ProbeSlots.UNKNOWN);
        slots.arrived(1, WALL + 700, ProbeSlots.UNKNOWN, 700);
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
