package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which desired routes share a nexthop group. It knows nothing of the kernel but ids.
 *
 * <p>A change of all networks of a group becomes a change of the group, so that it costs one message however many
 * networks there are.
 */
final class GroupTable {

    /**
     * Up to this many networks are moved to an existing group with the desired content; for more, their own group is
     * changed instead, though there is then a second one of that content.
     */
    private static final int REUSE_GROUP_LIMIT = 32;

    /** A desired nexthop group: at least one next hop, sorted, each once. */
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
     * Assigns networks to groups.
     *
     * @param changes one for each network, next hops sorted, each once; none if it is to have no route
     * @param routesInKernel how many routes point at a group, by its id: a group that also carries other routes, such
     *     as those of an earlier process, is not changed under them
     * @param newId gives an id for a group of that content
     * @return the groups of the changed networks
     */
    Set<Group> assign(List<FibChange> changes, ToIntFunction<Group> routesInKernel,
            Function<List<WeightedNextHop>, Integer> newId) {
        Set<Group> assigned = new LinkedHashSet<>();
        leaving(changes).forEach((group, contents) -> {
            List<WeightedNextHop> content = successor(group, contents, routesInKernel.applyAsInt(group));
            if (content != null) {
                groupByContent.remove(group.content, group);
                group.content = content;
                groupByContent.putIfAbsent(content, group);
            }
        });
        for (FibChange change : changes) {
            Prefix network = change.network();
            List<WeightedNextHop> content = change.nextHops();
            Group before = groupByNetwork.get(network);
            if (before != null && before.content.equals(content)) {
                assigned.add(before);
                continue;
            }
            if (content.isEmpty()) {
                groupByNetwork.remove(network);
            } else {
                Group group = groupByContent.computeIfAbsent(content, missing -> create(newId.apply(missing), missing));
                group.networks++;
                groupByNetwork.put(network, group);
                assigned.add(group);
            }
            if (before != null && --before.networks == 0) {
                assigned.remove(before);
                remove(before);
            }
        }
        return assigned;
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

    /** The next hops of all groups. */
    Set<NextHop> nextHops() {
        Set<NextHop> nextHops = new HashSet<>();
        groupById.values().forEach(group -> group.content.forEach(weighted -> nextHops.add(weighted.nextHop())));
        return nextHops;
    }

    /** Whether a next hop of a group is on a link. */
    boolean uses(int interfaceIndex) {
        return nextHops().stream().anyMatch(nextHop -> nextHop.interfaceIndex() == interfaceIndex);
    }

    /** Visits all networks with their groups. */
    void forEach(BiConsumer<Prefix, Group> visitor) {
        groupByNetwork.forEach(visitor);
    }

    /** Gives another id to a group whose id another process has taken. */
    void renumber(Group group, int id) {
        groupById.remove(group.id);
        group.id = id;
        groupById.put(id, group);
    }

    /** For each group that networks leave: how many of them to which content. */
    private Map<Group, Map<List<WeightedNextHop>, Integer>> leaving(List<FibChange> changes) {
        Map<Group, Map<List<WeightedNextHop>, Integer>> leaving = new LinkedHashMap<>();
        for (FibChange change : changes) {
            Group group = groupByNetwork.get(change.network());
            if (group != null && !group.content.equals(change.nextHops())) {
                leaving.computeIfAbsent(group, _ -> new LinkedHashMap<>()).merge(change.nextHops(), 1, Integer::sum);
            }
        }
        return leaving;
    }

    /**
     * The new content of a group: the one that most of its networks change to when none keeps the present one; null
     * when the group stays as it is.
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
        return most == null || (count <= REUSE_GROUP_LIMIT && groupByContent.containsKey(most)) ? null : most;
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
}
