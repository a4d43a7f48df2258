package io.ddm.fsm.rib;

/** Which of the next hops of a network carry its packets: those of the first rank that any of them has. */
public enum NextHopRank {

    /** Carries. */
    ACTIVE,
    /** Carries when no active next hop is left. */
    STANDBY,
    /** Taken out of use by an operator. */
    OFFLINE,
    /** Does not answer probes, or its session is over and its routes are about to be removed. */
    FAILED;

    /** Whether paths through such a next hop are advertised, and preferred to all that are not in use. */
    public boolean isInUse() {
        return this == ACTIVE || this == STANDBY;
    }
}
