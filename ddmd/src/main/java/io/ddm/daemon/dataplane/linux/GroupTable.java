package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which desired routes share a nexthop group. It knows nothing of the kernel but ids.
 *
 * <p>A change of all networks of a group becomes a change of the group, so that it costs one message however many
 * networks there are. The networks of a lost peer change in many small batches. That peer has failed before and is no
 * member of their group any more, so they stay on it until the last one has changed.
 */
final class GroupTable {

    /**
     * Up to this many networks are moved to an existing group with the desired content; for more, their own group is
     * changed instead, though there is then a second one of that content. More than a slice of the router's work: with
     * less, a table that two peers advertise had a group for each slice, and a failed next hop had to leave each.
     */
    private static final int REUSE_GROUP_LIMIT = 256;

    /** A desired nexthop group: at least one next hop, sorted, each once. */
    static final class Group {

        private int id;
        private List<WeightedNextHop> content;
        private final Map<List<WeightedNextHop>, Share> shares = new LinkedHashMap<>();

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

        private int networks() {
            return shares.values().stream().mapToInt(share -> share.networks).sum();
        }
    }

    /** The networks of a group with the same next hops: those of the group, or some that have the same members now. */
    private static final class Share {

        private final Group group;
        private final List<WeightedNextHop> content;
        private int networks;

        Share(Group group, List<WeightedNextHop> content) {
            this.group = group;
            this.content = content;
        }
    }

    private final Map<Prefix, Share> shareByNetwork = new HashMap<>();
    private final Map<List<WeightedNextHop>, Group> groupByContent = new HashMap<>();
    private final Map<Integer, Group> groupById = new HashMap<>();
    private final BiPredicate<List<WeightedNextHop>, List<WeightedNextHop>> isSame;

    /**
     * @param isSame whether groups of two contents have the same members at present: a network whose content becomes
     *     the other one may stay on its group then, until {@link #diverging} finds that it may not
     */
    GroupTable(BiPredicate<List<WeightedNextHop>, List<WeightedNextHop>> isSame) {
        this.isSame = isSame;
    }

    /**
     * Assigns networks to groups.
     *
     * @param changes one for each network, next hops sorted, each once; none if it is to have no route
     * @param routesInKernel how many routes point at a group, by its id: a group that also carries other routes, such
     *     as those of an earlier process, is not changed under them
     * @param newId gives an id for a group of that content
     * @return the groups of the changed networks, without those whose members suit a network only for now
     */
    Set<Group> assign(List<FibChange> changes, ToIntFunction<Group> routesInKernel,
            Function<List<WeightedNextHop>, Integer> newId) {
        Set<Group> assigned = new LinkedHashSet<>();
        Set<Group> abandoned = new HashSet<>();
        leaving(changes).forEach((group, leaving) -> {
            Map<List<WeightedNextHop>, Integer> networks = networksAfter(group, leaving);
            if (networks.getOrDefault(group.content, 0) > 0) {
                return;
            }
            List<WeightedNextHop> content = routesInKernel.applyAsInt(group) > group.networks()
                    ? null
                    : successor(group, networks, leaving.size() < group.networks());
            if (content == null) {
                abandoned.add(group);
            } else {
                groupByContent.remove(group.content, group);
                group.content = content;
                groupByContent.putIfAbsent(content, group);
            }
        });
        for (FibChange change : changes) {
            Prefix network = change.network();
            List<WeightedNextHop> content = change.nextHops();
            Share before = shareByNetwork.get(network);
            if (content.isEmpty()) {
                shareByNetwork.remove(network);
            } else {
                Group group = before != null && !abandoned.contains(before.group) && mayStay(before.group, content)
                        ? before.group
                        : groupByContent.computeIfAbsent(content, missing -> create(newId.apply(missing), missing));
                Share share = group.shares.computeIfAbsent(content, _ -> new Share(group, content));
                share.networks++;
                shareByNetwork.put(network, share);
                if (content.equals(group.content)) {
                    assigned.add(group);
                }
            }
            if (before != null) {
                leave(before, assigned);
            }
        }
        return assigned;
    }

    private boolean mayStay(Group group, List<WeightedNextHop> content) {
        return group.content.equals(content) || isSame.test(group.content, content);
    }

    private void leave(Share share, Set<Group> assigned) {
        share.networks--;
        Group group = share.group;
        if (share.networks == 0) {
            group.shares.remove(share.content);
        }
        if (group.shares.isEmpty()) {
            assigned.remove(group);
            groupById.remove(group.id);
            groupByContent.remove(group.content, group);
        }
    }

    /**
     * The networks whose group has not the same members any more as one of their own next hops: they are to be assigned
     * before the group is changed.
     */
    List<FibChange> diverging() {
        Set<Share> shares = new HashSet<>();
        for (Group group : groupById.values()) {
            for (Share share : group.shares.values()) {
                if (!mayStay(group, share.content)) {
                    shares.add(share);
                }
            }
        }
        List<FibChange> diverging = new ArrayList<>();
        if (!shares.isEmpty()) {
            shareByNetwork.forEach((network, share) -> {
                if (shares.contains(share)) {
                    diverging.add(new FibChange(network, share.content));
                }
            });
        }
        return diverging;
    }

    @Nullable
    Group groupOf(Prefix network) {
        Share share = shareByNetwork.get(network);
        return share == null ? null : share.group;
    }

    /** Visits all networks with their groups. */
    void forEach(BiConsumer<Prefix, Group> visitor) {
        shareByNetwork.forEach((network, share) -> visitor.accept(network, share.group));
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

    /** Gives another id to a group whose id another process has taken. */
    void renumber(Group group, int id) {
        groupById.remove(group.id);
        group.id = id;
        groupById.put(id, group);
    }

    /** The changes by which networks of a group get other next hops, for each group with such. */
    private Map<Group, List<FibChange>> leaving(List<FibChange> changes) {
        Map<Group, List<FibChange>> leaving = new LinkedHashMap<>();
        for (FibChange change : changes) {
            Share share = shareByNetwork.get(change.network());
            if (share != null && !share.content.equals(change.nextHops())) {
                leaving.computeIfAbsent(share.group, _ -> new ArrayList<>()).add(change);
            }
        }
        return leaving;
    }

    /** How many networks of a group have which content after changes. */
    private Map<List<WeightedNextHop>, Integer> networksAfter(Group group, List<FibChange> changes) {
        Map<List<WeightedNextHop>, Integer> networks = new LinkedHashMap<>();
        for (FibChange change : changes) {
            networks.merge(change.nextHops(), 1, Integer::sum);
            Share share = shareByNetwork.get(change.network());
            if (share != null) {
                networks.merge(share.content, -1, Integer::sum);
            }
        }
        group.shares.forEach((content, share) -> networks.merge(content, share.networks, Integer::sum));
        return networks;
    }

    /**
     * The new content of a group: the one that most of its networks have; null if they are to move to another group.
     *
     * @param keeps whether there are networks of the group that do not change now: its members must suit them too
     */
    @Nullable
    private List<WeightedNextHop> successor(Group group, Map<List<WeightedNextHop>, Integer> networks,
            boolean keeps) {
        List<WeightedNextHop> most = null;
        int count = 0;
        for (Map.Entry<List<WeightedNextHop>, Integer> entry : networks.entrySet()) {
            List<WeightedNextHop> content = entry.getKey();
            boolean isPossible = !content.isEmpty() && (!keeps || mayStay(group, content));
            if (isPossible && entry.getValue() > count) {
                most = content;
                count = entry.getValue();
            }
        }
        return most == null || (!keeps && count <= REUSE_GROUP_LIMIT && groupByContent.containsKey(most)) ? null : most;
    }

    private Group create(int id, List<WeightedNextHop> content) {
        Group group = new Group(id, content);
        groupById.put(id, group);
        return group;
    }
}
