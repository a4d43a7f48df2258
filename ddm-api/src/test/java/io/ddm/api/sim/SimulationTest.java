package io.ddm.api.sim;

import org.junit.jupiter.api.Test;

/** Simulated networks under everything that can go wrong. */
class SimulationTest {

    private static final int SMALL_SEEDS = Integer.getInteger("ddm.sim.small", 100);
    private static final int LARGE_SEEDS = Integer.getInteger("ddm.sim.large", 1);

    @Test
    void anySmallNetworkUnderAnyFaultsComesToRestWithWhatItIsToldEverywhere() {
        Scenario.SMALL.seeds(SMALL_SEEDS, SimulationTest.class);
    }

    @Test
    void anySmallNetworkWhoseRoutersStopDuringChangesComesToRest() {
        Scenario.STOPS.seeds(SMALL_SEEDS / 5, SimulationTest.class);
    }

    @Test
    void twoHundredRoutersWithTwoThousandPrefixesUnderLossDelayAndCrashesConverge() {
        Scenario.LARGE.seeds(LARGE_SEEDS, SimulationTest.class);
    }
}
