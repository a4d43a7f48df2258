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
    private final KernelRoutes routes = new KernelRoutes();
    private final List<KernelRoute> unexpectedRoutes = new ArrayList<>();
    private final Set<Integer> foreignIds = new HashSet<>();
    private final Set<Integer> foreignUses = new HashSet<>();
    private final List<KernelRoute> preferredToOurs = new ArrayList<>();

    /**
     * Reads it: nexthops before routes, because the kernel dumps them under the lock under which it drops those of a
     * lost link, so that the later dump of routes already sees the loss.
     *
     * @param isDesired networks for which foreign routes that the kernel prefers are kept
     * @param stop whether there is something more urgent to do
     * @return false if it was stopped; then nothing has changed
     * @throws DumpInterruptedException if the kernel's tables changed during every attempt
     */
    boolean read(NetlinkRequests requests, Predicate<Prefix> isDesired, BooleanSupplier stop) throws NetlinkException {
        Optional<List<KernelNexthop>> objects = requests.dump((out, _) -> NexthopMessages.dump(out),
                message -> message.type() == NexthopMessages.NEWNEXTHOP ? NexthopMessages.decode(message) : null, stop);
        if (objects.isEmpty()) {
            return false;
        }
        Optional<List<KernelRoute>> unknown = requests.dump((out, _) -> {
            routes.beginDump();
            RouteMessages.dump(out);
        }, message -> message.type() == RouteMessages.NEWROUTE ? unknown(message, isDesired) : null, stop);
        unknown.ifPresent(found -> update(objects.get(), found, isDesired));
        return unknown.isPresent();
    }

    private void update(List<KernelNexthop> objects, List<KernelRoute> unknown, Predicate<Prefix> isDesired) {
        nextHops.clear();
        nextHopIds.clear();
        groups.clear();
        foreignIds.clear();
        foreignUses.clear();
        unexpectedRoutes.clear();
        preferredToOurs.clear();
        for (KernelNexthop nexthop : objects) {
            if (nexthop.protocol() != KernelRoute.PROTOCOL) {
                foreignIds.add(nexthop.id());
            } else if (nexthop.nextHop() != null) {
                addNextHop(nexthop.id(), nexthop.nextHop());
            } else {
                groups.put(nexthop.id(), nexthop.group());
            }
        }
        unknown.forEach(route -> add(route, isDesired));
        routes.endDump();
    }

    /** Keeps only what counts and is news, so that a large table costs no memory. */
    private @Nullable KernelRoute unknown(NetlinkMessage message, Predicate<Prefix> isDesired)
            throws MalformedMessageException {
        KernelRoute route = RouteMessages.decode(message);
        if (route != null && routes.isKnown(route)) {
            return null;
        }
        boolean counts = route != null && (route.isOurs() || route.nexthopId() != 0
                || (route.isPreferredToOurs() && isDesired.test(route.network())));
        return counts ? route : null;
    }

    /** Adds a route from a dump. */
    private void add(KernelRoute route, Predicate<Prefix> isDesired) {
        if (route.isPlain()) {
            routes.put(route.network(), route.nexthopId());
        } else if (route.isOurs()) {
            unexpectedRoutes.add(route);
        } else {
            foreignUses.add(route.nexthopId());
            if (route.isPreferredToOurs() && isDesired.test(route.network())) {
                preferredToOurs.add(route);
            }
        }
    }

    /** The routes that we would have made. */
    KernelRoutes routes() {
        return routes;
    }

    /** The next hops of a group, sorted; empty if it is not a group that we would have made. */
    List<WeightedNextHop> content(int groupId) {
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
        routes.removeAll(id);
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
        return routes.count(id) > 0 || unexpectedRoutes.stream().anyMatch(route -> route.nexthopId() == id);
    }
}
