package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.NexthopMessages.Member;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of ours is in the kernel: read by a dump, then kept up with what the kernel has confirmed since. Only what we
 * would have made ourselves has a place in the maps; the rest stands aside, to be removed.
 */
final class KernelState {

    private final Map<Integer, NextHop> nextHops = new HashMap<>();
    private final Map<NextHop, Integer> nextHopIds = new HashMap<>();
    private final Map<Integer, List<Member>> groups = new HashMap<>();
    private final Map<Prefix, Integer> routes = new HashMap<>();
    private final Map<Integer, Integer> routesById = new HashMap<>();
    private final List<RouteMessages.Line> unexpectedRoutes = new ArrayList<>();
    private final Set<Integer> foreignIds = new HashSet<>();
    private final Set<Integer> foreignUses = new HashSet<>();
    private final List<RouteMessages.Line> preferredToOurs = new ArrayList<>();

    /**
     * Reads it: nexthops before routes, because the kernel dumps them under the lock under which it drops those of a
     * lost link, so that what follows already sees the loss.
     *
     * @param desired networks for which foreign routes that the kernel prefers are kept
     * @throws DumpInterruptedException if the kernel's tables changed during every attempt
     */
    static KernelState dump(NetlinkRequests requests, Predicate<Prefix> desired) throws NetlinkException {
        KernelState state = new KernelState();
        for (NexthopMessages.Line line : requests.<NexthopMessages.Line>dump((out, _) -> NexthopMessages.dump(out),
                message -> message.type() == NexthopMessages.NEWNEXTHOP ? NexthopMessages.decode(message) : null)) {
            if (line.protocol() != RouteMessages.PROTOCOL) {
                state.foreignIds.add(line.id());
            } else if (line.nextHop() != null) {
                state.addNextHop(line.id(), line.nextHop());
            } else {
                state.groups.put(line.id(), line.members());
            }
        }
        for (RouteMessages.Line line : requests.<RouteMessages.Line>dump((out, _) -> RouteMessages.dump(out),
                message -> message.type() == RouteMessages.NEWROUTE ? ofInterest(message, desired) : null)) {
            state.add(line, desired);
        }
        return state;
    }

    /** Keeps only what counts, so that another protocol's large table costs no memory. */
    private static RouteMessages.@Nullable Line ofInterest(NetlinkMessage message, Predicate<Prefix> desired)
            throws MalformedMessageException {
        RouteMessages.Line line = RouteMessages.decode(message);
        boolean counts = line != null && (line.isOurs() || line.nexthopId() != 0
                || (line.isPreferredToOurs() && desired.test(line.network())));
        return counts ? line : null;
    }

    /** Adds a route from a dump. */
    private void add(RouteMessages.Line line, Predicate<Prefix> desired) {
        if (line.isPlain()) {
            putRoute(line.network(), line.nexthopId());
        } else if (line.isOurs()) {
            unexpectedRoutes.add(line);
        } else {
            foreignUses.add(line.nexthopId());
            if (line.isPreferredToOurs() && desired.test(line.network())) {
                preferredToOurs.add(line);
            }
        }
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

    void putGroup(int id, List<Member> members) {
        groups.put(id, members);
    }

    /** The members of a group, by ascending id; null if there is no such group. */
    @Nullable
    List<Member> group(int id) {
        return groups.get(id);
    }

    /** A group of exactly these next hops and weights whose id is not taken; null if there is none. */
    @Nullable
    Integer groupOf(List<WeightedNextHop> content, Set<Integer> taken) {
        List<Member> members = members(content);
        if (members.size() != content.size()) {
            return null;
        }
        for (Map.Entry<Integer, List<Member>> group : groups.entrySet()) {
            if (group.getValue().equals(members) && !taken.contains(group.getKey())) {
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

    /** The nexthop object at which a network's route points: null without a route, 0 if at none. */
    @Nullable
    Integer route(Prefix network) {
        return routes.get(network);
    }

    Set<Prefix> networks() {
        return routes.keySet();
    }

    int routesOn(int id) {
        return routesById.getOrDefault(id, 0);
    }

    /** Routes of our protocol that we would not have made. */
    List<RouteMessages.Line> unexpectedRoutes() {
        return unexpectedRoutes;
    }

    /** Foreign routes that the kernel prefers to one that we shall have. */
    List<RouteMessages.Line> preferredToOurs() {
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

    /** Nexthop objects in no group and without a route of ours. */
    List<Integer> idleNextHops() {
        Set<Integer> used = new HashSet<>();
        groups.values().forEach(members -> members.forEach(member -> used.add(member.id())));
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

    /** How many objects are not the same in both. */
    int differences(KernelState other) {
        return differences(nextHops, other.nextHops) + differences(groups, other.groups)
                + differences(routes, other.routes);
    }

    private boolean isUsedByRoute(int id) {
        return routesOn(id) > 0 || unexpectedRoutes.stream().anyMatch(route -> route.nexthopId() == id);
    }

    private static <K, V> int differences(Map<K, V> one, Map<K, V> other) {
        if (one.equals(other)) {
            return 0;
        }
        Set<K> keys = new HashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return (int) keys.stream().filter(key -> !Objects.equals(one.get(key), other.get(key))).count();
    }
}
