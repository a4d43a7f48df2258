package io.ddm.interop.chaos;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.interop.chaos.Network.End;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a network at rest must look like, found by search over the model: no router and none of its rules is asked.
 * Every router has all shortest paths to every destination that is reached through transits only.
 */
final class Oracle {

    private final Network network;
    /** By originator: how far each router that reaches it is away, in links. */
    private final Map<String, Map<String, Integer>> distances = new HashMap<>();

    Oracle(Network network) {
        this.network = network;
        network.nodes().forEach(node -> distances.put(node, search(node)));
    }

    /** The next hops of every network in a node's kernel, as the far ends of its links. */
    SortedMap<Prefix, Set<End>> routes(String node) {
        SortedMap<Prefix, Set<End>> routes = new TreeMap<>(Destination.ORDER);
        for (String originator : network.nodes()) {
            Set<End> nextHops = nextHops(node, originator);
            if (!nextHops.isEmpty()) {
                for (Destination destination : network.originated(originator)) {
                    if (destination instanceof Prefix prefix) {
                        routes.put(prefix, nextHops);
                    }
                }
            }
        }
        return routes;
    }

    /** What a node has heard from the router at the far end of a link, tunnels included. */
    Set<PathVector> offered(String node, End from) {
        Set<PathVector> offered = new HashSet<>();
        for (String originator : network.nodes()) {
            for (List<String> path : told(from.node(), node, originator)) {
                RouterPath routers = new RouterPath(path.stream().map(RouterId::new).toList());
                network.originated(originator)
                        .forEach(destination -> offered.add(new PathVector(destination, routers)));
            }
        }
        return offered;
    }

    /** The paths to an originator that one neighbor tells another: those of which the other is no part. */
    private List<List<String>> told(String by, String to, String originator) {
        return Network.isTransit(by) || by.equals(originator)
                ? paths(by, originator).stream().filter(path -> !path.contains(to)).toList()
                : List.of();
    }

    /**
     * All shortest paths between two routers, the originator first, both included; at most as many as are passed on.
     */
    private List<List<String>> paths(String node, String originator) {
        if (node.equals(originator)) {
            return List.of(List.of(node));
        }
        Set<List<String>> paths = new HashSet<>();
        for (End nextHop : nextHops(node, originator)) {
            for (List<String> path : paths(nextHop.node(), originator)) {
                List<String> longer = new ArrayList<>(path);
                longer.add(node);
                paths.add(longer);
            }
        }
        return paths.stream().sorted(Comparator.comparing(List::toString)).toList();
    }

    private Set<End> nextHops(String node, String originator) {
        Map<String, Integer> distance = distances.getOrDefault(originator, Map.of());
        Integer own = distance.get(node);
        Set<End> nextHops = new HashSet<>();
        if (own != null && own > 0) {
            for (End neighbor : network.adjacencies(node).values()) {
                boolean redistributes = Network.isTransit(neighbor.node()) || neighbor.node().equals(originator);
                if (redistributes && Integer.valueOf(own - 1).equals(distance.get(neighbor.node()))) {
                    nextHops.add(neighbor);
                }
            }
        }
        return nextHops;
    }

    private Map<String, Integer> search(String originator) {
        Map<String, Integer> distance = new HashMap<>();
        if (!network.condition(originator).hasProcess()) {
            return distance;
        }
        ArrayDeque<String> frontier = new ArrayDeque<>(List.of(originator));
        distance.put(originator, 0);
        while (!frontier.isEmpty()) {
            String next = frontier.remove();
            if (Network.isTransit(next) || next.equals(originator)) {
                int beyond = distance.getOrDefault(next, 0) + 1;
                for (End neighbor : network.adjacencies(next).values()) {
                    if (distance.putIfAbsent(neighbor.node(), beyond) == null) {
                        frontier.add(neighbor.node());
                    }
                }
            }
        }
        return distance;
    }
}
