package io.ddm.api.sim;

/** What is claimed beyond convergence; tested by {@link ClaimsSimulationTest}. */
enum Claim {
    /** Tunnel origins arrive and vanish everywhere, at reference routers too and without periodic pulls. */
    TUNNELS,
    /** What we push to a reference transit still fits when it and another one have passed it on. */
    ROOM_FOR_TWO_HOPS,
    /** Pushes alone bring everything, without periodic pulls, beside reference routers too. */
    PUSHES_SUFFICE,
    /** A router that stops takes no new route, and leaves nothing at its neighbors. */
    STOP
}
