package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Prefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes in the kernel that we would have made, and the nexthop group at which each points.
 *
 * <p>A dump that finds what is known makes no object that stays, however many routes there are.
 */
final class KernelRoutes {

    private static final class Route {

        private int group;
        private int dump;

        Route(int group) {
            this.group = group;
        }
    }

    private final Map<Prefix, Route> routes = new HashMap<>();
    private final Map<Integer, Integer> countByGroup = new HashMap<>();
    private int dump;

    /** A dump begins, or begins again. */
    void beginDump() {
        dump++;
    }

    /** Whether a route that the dump has found is known already. */
    boolean isKnown(KernelRoute found) {
        Route route = found.isPlain() ? routes.get(found.network()) : null;
        if (route == null || route.group != found.nexthopId()) {
            return false;
        }
        route.dump = dump;
        return true;
    }

    /** The dump is complete: what it has not found, nor {@link #put} was called for, is not there. */
    void endDump() {
        routes.values().removeIf(route -> {
            boolean isGone = route.dump != dump;
            if (isGone) {
                countByGroup.merge(route.group, -1, Integer::sum);
            }
            return isGone;
        });
        countByGroup.values().removeIf(count -> count == 0);
    }

    /**
     * @param group the id of a nexthop group; 0 if the route points at none
     */
    void put(Prefix network, int group) {
        Route route = routes.get(network);
        if (route == null) {
            route = new Route(group);
            routes.put(network, route);
        } else {
            countByGroup.merge(route.group, -1, Integer::sum);
            route.group = group;
        }
        route.dump = dump;
        countByGroup.merge(group, 1, Integer::sum);
    }

    void remove(Prefix network) {
        Route route = routes.remove(network);
        if (route != null) {
            countByGroup.merge(route.group, -1, Integer::sum);
        }
    }

    /** Forgets all routes on a group. */
    void removeAll(int group) {
        if (count(group) > 0) {
            routes.values().removeIf(route -> route.group == group);
        }
        countByGroup.remove(group);
    }

    /** The group of a network: null without a route, 0 if its route points at none. */
    @Nullable
    Integer group(Prefix network) {
        Route route = routes.get(network);
        return route == null ? null : route.group;
    }

    /** How many routes point at a group. */
    int count(int group) {
        return countByGroup.getOrDefault(group, 0);
    }

    /** The networks that have a route. */
    Set<Prefix> networks() {
        return routes.keySet();
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }
}
