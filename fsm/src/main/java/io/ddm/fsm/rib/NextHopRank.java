package io.ddm.fsm.rib;

/** Which of the next hops of a network carry its packets: those of the first rank that any of them has. */
public enum NextHopRank {

    /** Carries. */
    ACTIVE,
    /** Carries when no active next hop is left. */
    STANDBY,
    /** Taken out of use by an operator. */
    OFFLINE,
    /** Does not answer probes. */
    FAILED
}
