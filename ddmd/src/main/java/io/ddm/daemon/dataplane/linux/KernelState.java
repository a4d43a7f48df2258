package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import io.ddm.daemon.linux.DumpInterruptedException;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of ours is in the kernel: read by a dump, then updated with what the kernel has confirmed since. The maps hold
 * only what we would have made ourselves; the rest is kept apart, to be removed.
 */
final class KernelState {

    private final Map<Integer, NextHop> nextHops = new HashMap<>();
    private final Map<NextHop, Integer> nextHopIds = new HashMap<>();
    private final Map<Integer, KernelGroup> groups = new HashMap<>();
    private final Map<Prefix, Integer> routes = new HashMap<>();
    private final Map<Integer, Integer> routesById = new HashMap<>();
    private final List<KernelRoute> unexpectedRoutes = new ArrayList<>();
    private final Set<Integer> foreignIds = new HashSet<>();
    private final Set<Integer> foreignUses = new HashSet<>();
    private final List<KernelRoute> preferredToOurs = new ArrayList<>();

    /**
     * Reads it: nexthops before routes, because the kernel dumps them under the lock under which it drops those of a
     * lost link, so that the later dump of routes already sees the loss. Empty if it was stopped.
     *
     * @param isDesired networks for which foreign routes that the kernel prefers are kept
     * @param stop whether there is something more urgent to do
     * @throws DumpInterruptedException if the kernel's tables changed during every attempt
     */
    static Optional<KernelState> dump(NetlinkRequests requests, Predicate<Prefix> isDesired, BooleanSupplier stop)
            throws NetlinkException {
        KernelState state = new KernelState();
        Optional<List<KernelNexthop>> nexthops = requests.dump((out, _) -> NexthopMessages.dump(out),
                message -> message.type() == NexthopMessages.NEWNEXTHOP ? NexthopMessages.decode(message) : null, stop);
        if (nexthops.isEmpty()) {
            return Optional.empty();
        }
        for (KernelNexthop nexthop : nexthops.get()) {
            if (nexthop.protocol() != KernelRoute.PROTOCOL) {
                state.foreignIds.add(nexthop.id());
            } else if (nexthop.nextHop() != null) {
                state.addNextHop(nexthop.id(), nexthop.nextHop());
            } else {
                state.groups.put(nexthop.id(), nexthop.group());
            }
        }
        Optional<List<KernelRoute>> routes = requests.dump((out, _) -> RouteMessages.dump(out),
                message -> message.type() == RouteMessages.NEWROUTE ? ofInterest(message, isDesired) : null, stop);
        return routes.map(all -> {
            all.forEach(route -> state.add(route, isDesired));
            return state;
        });
    }

    /** Keeps only what counts, so that another protocol's large table costs no memory. */
    private static @Nullable KernelRoute ofInterest(NetlinkMessage message, Predicate<Prefix> isDesired)
            throws MalformedMessageException {
        KernelRoute route = RouteMessages.decode(message);
        boolean counts = route != null && (route.isOurs() || route.nexthopId() != 0
                || (route.isPreferredToOurs() && isDesired.test(route.network())));
        return counts ? route : null;
    }

    /** Adds a route from a dump. */
    private void add(KernelRoute route, Predicate<Prefix> isDesired) {
        if (route.isPlain()) {
            putRoute(route.network(), route.nexthopId());
        } else if (route.isOurs()) {
            unexpectedRoutes.add(route);
        } else {
            foreignUses.add(route.nexthopId());
            if (route.isPreferredToOurs() && isDesired.test(route.network())) {
                preferredToOurs.add(route);
            }
        }
    }

    /**
     * The next hops of every route that we would have made; an empty list if its group is not one of ours, or another
     * than the desired one. It may have the same next hops at present, but will not follow those of its network.
     *
     * @param desired the group of a network; null if any will do
     * @param known the next hops of groups whose members are known to be as desired, by id
     */
    Map<Prefix, List<WeightedNextHop>> nextHopsByNetwork(Function<Prefix, @Nullable Integer> desired,
            Map<Integer, List<WeightedNextHop>> known) {
        Map<Integer, List<WeightedNextHop>> contents = new HashMap<>(known);
        Map<Prefix, List<WeightedNextHop>> found = HashMap.newHashMap(routes.size());
        routes.forEach((network, id) -> {
            Integer group = desired.apply(network);
            boolean isExpected = group == null || group.equals(id);
            found.put(network, isExpected ? contents.computeIfAbsent(id, this::content) : List.of());
        });
        return found;
    }

    /** The next hops of a group, sorted; empty if it is not a group that we would have made. */
    private List<WeightedNextHop> content(int groupId) {
        List<WeightedNextHop> content = new ArrayList<>();
        for (Member member : groups.getOrDefault(groupId, KernelGroup.NONE).members()) {
            NextHop nextHop = nextHops.get(member.id());
            if (nextHop == null || member.weight() > WeightedNextHop.MAX_WEIGHT) {
                return List.of();
            }
            content.add(new WeightedNextHop(nextHop, member.weight()));
        }
        content.sort(null);
        return List.copyOf(content);
    }

    void addNextHop(int id, NextHop nextHop) {
        nextHops.put(id, nextHop);
        nextHopIds.put(nextHop, id);
    }

    /** The id of the object of a next hop, null if it has none. */
    @Nullable
    Integer idOf(NextHop nextHop) {
        return nextHopIds.get(nextHop);
    }

    void putGroup(int id, KernelGroup group) {
        groups.put(id, group);
    }

    /** A group of ours; null if there is no such group. */
    @Nullable
    KernelGroup group(int id) {
        return groups.get(id);
    }

    /** A group with such an id and such content; null if there is none. */
    @Nullable
    Integer groupWhere(BiPredicate<Integer, KernelGroup> suitable) {
        for (Map.Entry<Integer, KernelGroup> group : groups.entrySet()) {
            if (suitable.test(group.getKey(), group.getValue())) {
                return group.getKey();
            }
        }
        return null;
    }

    /** The members of a group with those of these next hops that have an object, by ascending id. */
    List<Member> members(List<WeightedNextHop> content) {
        List<Member> members = new ArrayList<>(content.size());
        for (WeightedNextHop weighted : content) {
            Integer id = nextHopIds.get(weighted.nextHop());
            if (id != null) {
                members.add(new Member(id, weighted.weight()));
            }
        }
        members.sort(Comparator.comparingInt(Member::id));
        return List.copyOf(members);
    }

    void putRoute(Prefix network, int groupId) {
        Integer before = routes.put(network, groupId);
        if (before != null) {
            routesById.merge(before, -1, Integer::sum);
        }
        routesById.merge(groupId, 1, Integer::sum);
    }

    void removeRoute(Prefix network) {
        Integer before = routes.remove(network);
        if (before != null) {
            routesById.merge(before, -1, Integer::sum);
        }
    }

    /** The nexthop group at which a network's route points: null without a route, 0 if it points at none. */
    @Nullable
    Integer route(Prefix network) {
        return routes.get(network);
    }

    int routesOn(int id) {
        return routesById.getOrDefault(id, 0);
    }

    /** Routes of our protocol that we would not have made. */
    List<KernelRoute> unexpectedRoutes() {
        return unexpectedRoutes;
    }

    /** Foreign routes that the kernel prefers to a desired one of ours. */
    List<KernelRoute> preferredToOurs() {
        return preferredToOurs;
    }

    /** Whether a route that is not ours points at a nexthop object. */
    boolean isUsedByForeign(int id) {
        return foreignUses.contains(id);
    }

    /** Groups without a route of ours, except those that are claimed. */
    List<Integer> idleGroups(Set<Integer> claimed) {
        return groups.keySet().stream().filter(id -> !claimed.contains(id) && !isUsedByRoute(id)).toList();
    }

    /** Nexthop objects in no group and without a route of ours, except those of next hops that are claimed. */
    List<Integer> idleNextHops(Set<NextHop> claimed) {
        Set<Integer> used = new HashSet<>();
        claimed.forEach(nextHop -> used.add(nextHopIds.getOrDefault(nextHop, 0)));
        groups.values().forEach(group -> group.members().forEach(member -> used.add(member.id())));
        return nextHops.keySet().stream().filter(id -> !used.contains(id) && !isUsedByRoute(id)).toList();
    }

    /** Forgets a nexthop object or a group, and with a group the routes on it, as the kernel does. */
    void removeNexthop(int id) {
        NextHop nextHop = nextHops.remove(id);
        if (nextHop != null) {
            nextHopIds.remove(nextHop, id);
        }
        groups.remove(id);
        if (routesOn(id) > 0) {
            routes.values().removeIf(target -> target == id);
        }
        routesById.remove(id);
    }

    boolean isForeign(int id) {
        return foreignIds.contains(id);
    }

    boolean isTaken(int id) {
        return foreignIds.contains(id) || nextHops.containsKey(id) || groups.containsKey(id);
    }

    boolean uses(int interfaceIndex) {
        return nextHopIds.keySet().stream().anyMatch(nextHop -> nextHop.interfaceIndex() == interfaceIndex);
    }

    boolean isEmpty() {
        return nextHops.isEmpty() && groups.isEmpty() && routes.isEmpty() && unexpectedRoutes.isEmpty();
    }

    private boolean isUsedByRoute(int id) {
        return routesOn(id) > 0 || unexpectedRoutes.stream().anyMatch(route -> route.nexthopId() == id);
    }
}
