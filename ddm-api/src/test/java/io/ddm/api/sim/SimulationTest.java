package io.ddm.api.sim;

import org.junit.jupiter.api.Test;

/** Simulated networks under everything that can go wrong. */
class SimulationTest {

    private static final int SMALL_SEEDS = Integer.getInteger("ddm.sim.small", 100);
    private static final int LARGE_SEEDS = Integer.getInteger("ddm.sim.large", 1);

    @Test
    void smallNetworksConvergeUnderFaults() {
        Scenario.SMALL.seeds(SMALL_SEEDS, SimulationTest.class);
    }

    @Test
    void smallNetworksConvergeWithStoppingRouters() {
        Scenario.STOPS.seeds(SMALL_SEEDS / 5, SimulationTest.class);
    }

    @Test
    void largeNetworksConvergeUnderFaults() {
        Scenario.LARGE.seeds(LARGE_SEEDS, SimulationTest.class);
    }
}
