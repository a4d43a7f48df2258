package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.NextHop;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Ranks and delays of next hops, whatever networks they belong to.
 *
 * @param ranks which of them carry
 * @param delays of our hops to them; one that is not there is unknown
 * @param standbys those of links that are standbys, whether or not they answer: their weights count among themselves
 */
public record NextHopQuality(NextHopRanks ranks, SortedMap<NextHop, PathDelay> delays, SortedSet<NextHop> standbys) {

    /** All are active, and no delay is known. */
    public static final NextHopQuality NONE = new NextHopQuality(NextHopRanks.NONE, Collections.emptySortedMap(),
            Collections.emptySortedSet());

    /** The delay of our hop to a peer. */
    public PathDelay delayTo(NextHop peer) {
        return delays.getOrDefault(peer, PathDelay.UNKNOWN);
    }

    /** Whether routes through a peer may be others than under another quality, because of its rank. */
    public boolean ranksDiffer(NextHopQuality other, NextHop peer) {
        return ranks.of(peer) != other.ranks.of(peer) || standbys.contains(peer) != other.standbys.contains(peer);
    }

    /** The same because of its delay. */
    public boolean delaysDiffer(NextHopQuality other, NextHop peer) {
        return !delayTo(peer).equals(other.delayTo(peer));
    }
}
