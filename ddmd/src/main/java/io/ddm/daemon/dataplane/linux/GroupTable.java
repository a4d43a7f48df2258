package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which networks shall have a route, and which of them share a nexthop group. It knows nothing of the kernel but ids.
 *
 * <p>A change of all networks of a group becomes a change of the group, so that it costs one message however many
 * networks there are.
 */
final class GroupTable {

    /** Up to this many networks are moved to an existing group of the wanted content rather than make a second one. */
    private static final int FEW = 32;

    /** A nexthop group as it shall be: at least one next hop, sorted, none twice. */
    static final class Group {

        private int id;
        private List<WeightedNextHop> content;
        private int networks;

        private Group(int id, List<WeightedNextHop> content) {
            this.id = id;
            this.content = content;
        }

        int id() {
            return id;
        }

        List<WeightedNextHop> content() {
            return content;
        }
    }

    private final Map<Prefix, Group> groupByNetwork = new HashMap<>();
    private final Map<List<WeightedNextHop>, Group> groupByContent = new HashMap<>();
    private final Map<Integer, Group> groupById = new HashMap<>();

    /**
     * Takes new wishes.
     *
     * @param changes the next hops of each network, sorted, none twice; empty if it shall have no route
     * @param routesInKernel how many routes point at a group, by its id: a group on which routes are that nobody
     *     wished for, such as those of an earlier process, is not changed under them
     * @param newId gives an id for a group of that content
     * @return the groups that are new or changed
     */
    Set<Group> assign(Map<Prefix, List<WeightedNextHop>> changes, ToIntFunction<Group> routesInKernel,
            Function<List<WeightedNextHop>, Integer> newId) {
        Set<Group> touched = new LinkedHashSet<>();
        leaving(changes).forEach((group, contents) -> {
            List<WeightedNextHop> content = successor(group, contents, routesInKernel.applyAsInt(group));
            if (content != null) {
                groupByContent.remove(group.content, group);
                group.content = content;
                groupByContent.putIfAbsent(content, group);
                touched.add(group);
            }
        });
        changes.forEach((network, content) -> {
            Group before = groupByNetwork.get(network);
            if (before != null && before.content.equals(content)) {
                return;
            }
            if (content.isEmpty()) {
                groupByNetwork.remove(network);
            } else {
                Group group = groupByContent.computeIfAbsent(content, wanted -> create(newId.apply(wanted), wanted));
                group.networks++;
                groupByNetwork.put(network, group);
                touched.add(group);
            }
            if (before != null && --before.networks == 0) {
                touched.remove(before);
                remove(before);
            }
        });
        return touched;
    }

    @Nullable
    Group groupOf(Prefix network) {
        return groupByNetwork.get(network);
    }

    Collection<Group> groups() {
        return groupById.values();
    }

    /** Ids of all groups. */
    Set<Integer> ids() {
        return groupById.keySet();
    }

    Set<Prefix> networks() {
        return groupByNetwork.keySet();
    }

    /** Gives another id to a group whose id somebody else has taken. */
    void renumber(Group group, int id) {
        groupById.remove(group.id);
        group.id = id;
        groupById.put(id, group);
    }

    void clear() {
        groupByNetwork.clear();
        groupByContent.clear();
        groupById.clear();
    }

    /** For each group that networks leave: how many of them to which content. */
    private Map<Group, Map<List<WeightedNextHop>, Integer>> leaving(Map<Prefix, List<WeightedNextHop>> changes) {
        Map<Group, Map<List<WeightedNextHop>, Integer>> leaving = new LinkedHashMap<>();
        changes.forEach((network, content) -> {
            Group group = groupByNetwork.get(network);
            if (group != null && !group.content.equals(content)) {
                leaving.computeIfAbsent(group, _ -> new LinkedHashMap<>()).merge(content, 1, Integer::sum);
            }
        });
        return leaving;
    }

    /**
     * What a group shall become: the content that most of its networks want when none wants to keep the present one;
     * null when the group stays as it is.
     */
    @Nullable
    private List<WeightedNextHop> successor(Group group, Map<List<WeightedNextHop>, Integer> contents,
            int routesInKernel) {
        int leaving = contents.values().stream().mapToInt(Integer::intValue).sum();
        if (leaving < Math.max(group.networks, routesInKernel)) {
            return null;
        }
        List<WeightedNextHop> most = null;
        int count = 0;
        for (Map.Entry<List<WeightedNextHop>, Integer> entry : contents.entrySet()) {
            if (!entry.getKey().isEmpty() && entry.getValue() > count) {
                most = entry.getKey();
                count = entry.getValue();
            }
        }
        return most == null || (count <= FEW && groupByContent.containsKey(most)) ? null : most;
    }

    private Group create(int id, List<WeightedNextHop> content) {
        Group group = new Group(id, content);
        groupById.put(id, group);
        return group;
    }

    private void remove(Group group) {
        groupById.remove(group.id);
        groupByContent.remove(group.content, group);
    }

    /** Sorted, each next hop once with its last weight, so that equal contents are equal lists. */
    static List<WeightedNextHop> canonical(List<WeightedNextHop> nextHops) {
        boolean ascending = true;
        for (int i = 1; i < nextHops.size(); i++) {
            ascending &= nextHops.get(i - 1).nextHop().compareTo(nextHops.get(i).nextHop()) < 0;
        }
        if (ascending) {
            return List.copyOf(nextHops);
        }
        Map<NextHop, WeightedNextHop> sorted = new TreeMap<>();
        nextHops.forEach(weighted -> sorted.put(weighted.nextHop(), weighted));
        return List.copyOf(sorted.values());
    }
}
