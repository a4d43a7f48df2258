package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of its next hops are members of a group: those that carry by their ranks, and spares. Used by one thread at a
 * time.
 *
 * <p>A spare is a next hop of the following rank, with a weight so small that it gets no bucket of a resilient group,
 * and so no packet. When a link loses its carrier, the kernel takes its next hops out of all groups, and the spares
 * get their buckets at once, before we know. Without a spare the kernel removes a group that loses its last member,
 * and all routes on it. A failed next hop is no spare.
 */
final class MemberChoice {

    private static final int SPARE_WEIGHT = 1;

    private final KernelState kernel;
    private NextHopRanks ranks = NextHopRanks.NONE;

    MemberChoice(KernelState kernel) {
        this.kernel = kernel;
    }

    void rank(NextHopRanks latest) {
        ranks = latest;
    }

    /** Those next hops that carry of those that have an object. */
    List<WeightedNextHop> carrying(List<WeightedNextHop> content) {
        return ranks.carrying(existing(content));
    }

    /** The members of a group of these next hops, as far as they have an object, by ascending id. */
    List<Member> members(List<WeightedNextHop> content, boolean isResilient) {
        List<WeightedNextHop> existing = existing(content);
        List<WeightedNextHop> carrying = ranks.carrying(existing);
        List<WeightedNextHop> spares = isResilient ? spares(existing, carrying) : List.of();
        return kernel.members(spares.isEmpty() ? carrying : withSpares(carrying, spares));
    }

    /** Whether all next hops that are to carry have an object. */
    boolean isComplete(List<WeightedNextHop> content) {
        List<WeightedNextHop> carrying = ranks.carrying(content);
        return existing(carrying).size() == carrying.size();
    }

    /** Whether groups of these next hops have the same members until ranks change or an object is lost. */
    boolean isSame(List<WeightedNextHop> content, List<WeightedNextHop> other) {
        List<WeightedNextHop> carrying = ranks.carrying(content);
        return carrying.equals(ranks.carrying(other)) && spares(content, carrying).equals(spares(other, carrying))
                && isComplete(content);
    }

    private List<WeightedNextHop> existing(List<WeightedNextHop> content) {
        return content.stream().filter(weighted -> kernel.idOf(weighted.nextHop()) != null).toList();
    }

    private List<WeightedNextHop> spares(List<WeightedNextHop> content, List<WeightedNextHop> carrying) {
        List<WeightedNextHop> rest = content.stream().filter(weighted -> !carrying.contains(weighted)).toList();
        return ranks.carrying(rest)
                .stream()
                .filter(weighted -> ranks.of(weighted.nextHop()) != NextHopRank.FAILED)
                .toList();
    }

    /**
     * All weights of the carrying ones times the same factor, as large as it can be. The kernel gives buckets by
     * rounded sums of weights, spares last: they get none while all their weights are less than half a bucket's.
     */
    private static List<WeightedNextHop> withSpares(List<WeightedNextHop> carrying, List<WeightedNextHop> spares) {
        int most = carrying.stream().mapToInt(WeightedNextHop::weight).max().orElse(WeightedNextHop.MAX_WEIGHT);
        int factor = WeightedNextHop.MAX_WEIGHT / most;
        List<WeightedNextHop> members = new ArrayList<>();
        int total = 0;
        for (WeightedNextHop weighted : carrying) {
            // More than that of a spare, so that spares are last.
            int weight = Math.max(SPARE_WEIGHT + 1, factor * weighted.weight());
            members.add(new WeightedNextHop(weighted.nextHop(), weight));
            total += weight;
        }
        int room = total / (2 * GroupKind.BUCKETS * SPARE_WEIGHT);
        spares.stream()
                .limit(room)
                .forEach(spare -> members.add(new WeightedNextHop(spare.nextHop(), SPARE_WEIGHT)));
        return members;
    }
}
