package io.ddm.api.sim;

import org.junit.jupiter.api.Test;

/**
 * Claims beyond convergence, each checked over small random networks with reference routers among them. They cost more
 * than the plain runs of {@link SimulationTest}, and fail at the first message that breaks one.
 */
class ClaimsSimulationTest {

    private static final int SEEDS = Integer.getInteger("ddm.sim.claims", 30);

    @Test
    void tunnelOriginsPropagateAndWithdraw() {
        Scenario.SMALL.seeds(SEEDS, ClaimsSimulationTest.class, Claim.TUNNELS);
    }

    @Test
    void pushesToReferenceFitTwoFurtherHops() {
        Scenario.SMALL.seeds(SEEDS, ClaimsSimulationTest.class, Claim.ROOM_FOR_TWO_HOPS);
    }

    @Test
    void pushesAloneConvergeBesideReference() {
        Scenario.SMALL.seeds(SEEDS, ClaimsSimulationTest.class, Claim.PUSHES_SUFFICE);
    }

    @Test
    void stopDuringChangesLeavesNoRoute() {
        Scenario.STOPS.seeds(SEEDS / 5, ClaimsSimulationTest.class, Claim.STOP);
    }
}
