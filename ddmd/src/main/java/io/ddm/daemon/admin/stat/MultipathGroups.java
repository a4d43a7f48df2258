package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.Stat;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The different sets of next hops of all networks, with how many networks have each. The largest sets get numbers, in
 * the order of their next hops, so that a set keeps its number while no set comes or goes.
 */
final class MultipathGroups {

    /** Next hop by next hop; a set comes before one that goes on behind it. */
    private static final Comparator<List<WeightedNextHop>> ORDER = (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    };

    private final Set<List<WeightedNextHop>> all;
    private final List<Group> largest;
    private final Map<List<WeightedNextHop>, Group> byMembers = new HashMap<>();

    /**
     * A set of next hops.
     *
     * @param id its number, from 1 on
     * @param members its next hops, in order
     * @param destinations how many networks have it
     */
    record Group(String id, List<WeightedNextHop> members, long destinations) {}

    private static final class Count {
        private long destinations;
    }

    /**
     * @param networks the next hops of each network; those without any count for nothing
     */
    MultipathGroups(Iterator<List<WeightedNextHop>> networks) {
        Map<List<WeightedNextHop>, Count> counts = count(networks);
        this.all = counts.keySet();
        List<Map.Entry<List<WeightedNextHop>, Count>> shown = counts.entrySet()
                .stream()
                .sorted(Comparator
                        .comparingLong((Map.Entry<List<WeightedNextHop>, Count> set) -> -set.getValue().destinations)
                        .thenComparing(Map.Entry::getKey, ORDER))
                .limit(Stat.MAX_GROUPS)
                .sorted(Map.Entry.comparingByKey(ORDER))
                .toList();
        List<Group> groups = new ArrayList<>();
        shown.forEach(set -> groups.add(new Group(Integer.toString(groups.size() + 1), set.getKey(),
                set.getValue().destinations)));
        groups.forEach(group -> byMembers.put(group.members, group));
        this.largest = List.copyOf(groups);
    }

    @SuppressWarnings("ReferenceEquality") // Networks next to each other mostly share one list.
    private static Map<List<WeightedNextHop>, Count> count(Iterator<List<WeightedNextHop>> networks) {
        Map<List<WeightedNextHop>, Count> counts = new TreeMap<>(ORDER);
        List<WeightedNextHop> recent = List.of();
        Count count = new Count();
        while (networks.hasNext()) {
            List<WeightedNextHop> members = networks.next();
            if (members != recent) {
                recent = members;
                count = counts.computeIfAbsent(members, missing -> new Count());
            }
            count.destinations++;
        }
        counts.remove(List.of());
        return counts;
    }

    /** The sets without a number too. */
    Collection<List<WeightedNextHop>> all() {
        return all;
    }

    /** Those with a number, by number; at most {@link Stat#MAX_GROUPS}. */
    List<Group> largest() {
        return largest;
    }

    /** The group of a network with these next hops; empty if it has no number. */
    Optional<Group> of(List<WeightedNextHop> members) {
        return Optional.ofNullable(byMembers.get(members));
    }

    /** The group with most networks that a next hop belongs to; of several the one with most next hops. */
    Optional<Group> largestWith(NextHop nextHop) {
        return largest.stream()
                .filter(group -> group.members.stream().anyMatch(member -> member.nextHop().equals(nextHop)))
                .max(Comparator.comparingLong(Group::destinations)
                        .thenComparingInt(group -> group.members.size())
                        .thenComparing(Group::members, ORDER.reversed()));
    }
}
