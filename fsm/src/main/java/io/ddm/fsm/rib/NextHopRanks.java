package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ranks of next hops, whatever networks they belong to. A next hop that fails or comes back changes these ranks,
 * and so each set of next hops that it is in, at a price that does not grow with the number of networks.
 *
 * @param ranks by next hop; one that is not there is {@link NextHopRank#ACTIVE}
 */
public record NextHopRanks(SortedMap<NextHop, NextHopRank> ranks) {

    /** All next hops are active. */
    public static final NextHopRanks NONE = new NextHopRanks(Collections.emptySortedMap());

    public NextHopRanks {
        ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
    }

    /** The rank of a next hop. */
    public NextHopRank of(NextHop nextHop) {
        return ranks.getOrDefault(nextHop, NextHopRank.ACTIVE);
    }

    /** Those next hops that carry: all of the first rank that any of them has, in their order. The last one stays. */
    public List<WeightedNextHop> carrying(List<WeightedNextHop> nextHops) {
        if (ranks.isEmpty() || nextHops.size() < 2) {
            return nextHops;
        }
        NextHopRank first = NextHopRank.FAILED;
        for (WeightedNextHop weighted : nextHops) {
            NextHopRank rank = of(weighted.nextHop());
            first = rank.compareTo(first) < 0 ? rank : first;
        }
        NextHopRank carries = first;
        return nextHops.stream().filter(weighted -> of(weighted.nextHop()) == carries).toList();
    }
}
