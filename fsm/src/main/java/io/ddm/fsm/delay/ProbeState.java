package io.ddm.fsm.delay;

/** What probes of a peer say about it. */
public enum ProbeState {

    /** The peer has not answered yet. It may never do so, as behind a filter of ICMP: that is no failure. */
    UNKNOWN,
    /** The peer answers. */
    OK,
    /** The peer no longer answers, but another one does: its link or the peer itself has failed. */
    FAILED,
    /**
     * The peer no longer answers, and neither does any other: a fault of this host or of what the peers have in common,
     * on which no next hop is taken out.
     */
    GROUP_FAILED
}
