package io.ddm.api.sim;

import org.junit.jupiter.api.Test;

/**
 * What is claimed and not met yet: each test fails today, and is enabled with the change that meets it. Then the claim
 * belongs to all runs, and this class and {@link Claim} go.
 */
class KnownDefectsSimulationTest {

    private static final int SEEDS = Integer.getInteger("ddm.sim.small", 300);

    @Test
    void tunnelOriginsArriveAndVanishEverywhere() {
        Scenario.SMALL.seeds(SEEDS, KnownDefectsSimulationTest.class, Claim.TUNNELS);
    }

    @Test
    void whatWePushToAReferenceTransitFitsTwoHopsFurther() {
        Scenario.SMALL.seeds(SEEDS, KnownDefectsSimulationTest.class, Claim.ROOM_FOR_TWO_HOPS);
    }

    @Test
    void whatAReferenceTransitPullsFromUsReachesItsNeighbors() {
        Scenario.SMALL.seeds(SEEDS, KnownDefectsSimulationTest.class, Claim.PULLED_TABLES_PASS_ON);
    }

    @Test
    void pushesAloneBringEverythingBesideReferenceRouters() {
        Scenario.SMALL.seeds(SEEDS, KnownDefectsSimulationTest.class, Claim.PUSHES_SUFFICE);
    }

    @Test
    void aRouterThatStopsDuringChangesTakesNoNewRouteAndLeavesNothing() {
        Scenario.STOPS.seeds(SEEDS / 5, KnownDefectsSimulationTest.class, Claim.STOP);
    }
}
