package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.NextHop;
import java.util.Collections;
import java.util.SortedMap;

/**
 * How good next hops are, whatever networks they belong to.
 *
 * @param ranks which of them carry
 * @param delays of our hops to them; one that is not there is unknown
 */
public record NextHopQuality(NextHopRanks ranks, SortedMap<NextHop, PathDelay> delays) {

    /** All are active, and no delay is known. */
    public static final NextHopQuality NONE = new NextHopQuality(NextHopRanks.NONE, Collections.emptySortedMap());

    /** The delay of our hop to a peer. */
    public PathDelay delayTo(NextHop peer) {
        return delays.getOrDefault(peer, PathDelay.UNKNOWN);
    }

    /** Whether routes through a peer may be others than under another quality. */
    public boolean differs(NextHopQuality other, NextHop peer) {
        return ranks.of(peer).isInUse() != other.ranks.of(peer).isInUse()
                || !delayTo(peer).equals(other.delayTo(peer));
    }
}
