package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the data planes of a network of ours send packets, all next hops of all routers together. */
final class ForwardingGraph {

    private enum Mark {
        NEW, ON_THE_WAY, ARRIVES
    }

    private final SimNetwork net;
    private final ShortestPaths shortest;

    ForwardingGraph(SimNetwork net) {
        this.net = net;
        this.shortest = new ShortestPaths(net);
    }

    /**
     * Every packet for a prefix that can be reached arrives at a router that originates it, whichever next hops it
     * takes.
     *
     * @return how many next hops are on paths longer than the shortest
     */
    int check() {
        int longer = 0;
        for (Map.Entry<Destination, Set<SimRouter>> entry : Oracle.originators(net).entrySet()) {
            if (entry.getKey() instanceof Prefix prefix) {
                longer += check(prefix, entry.getValue());
            }
        }
        return longer;
    }

    private int check(Prefix prefix, Set<SimRouter> originators) {
        int[] distances = shortest.distances(originators);
        Mark[] marks = new Mark[net.routers().size()];
        Arrays.fill(marks, Mark.NEW);
        int longer = 0;
        for (SimRouter router : net.routers()) {
            if (router.isAlive() && distances[router.number()] > 0) {
                follow(prefix, router, originators, marks, new ArrayList<>());
                for (SimRouter next : nextRouters(prefix, router)) {
                    longer += distances[next.number()] >= distances[router.number()] ? 1 : 0;
                }
            }
        }
        return longer;
    }

    private void follow(Prefix prefix, SimRouter at, Set<SimRouter> originators, Mark[] marks, List<SimRouter> way) {
        way.add(at);
        if (marks[at.number()] == Mark.ON_THE_WAY) {
            throw new AssertionError("packets for " + prefix + " circle: " + ids(way));
        }
        if (originators.contains(at) || marks[at.number()] == Mark.ARRIVES) {
            way.removeLast();
            return;
        }
        marks[at.number()] = Mark.ON_THE_WAY;
        List<SimRouter> next = nextRouters(prefix, at);
        if (next.isEmpty()) {
            throw new AssertionError("packets for " + prefix + " end at " + ids(way));
        }
        next.forEach(router -> follow(prefix, router, originators, marks, way));
        marks[at.number()] = Mark.ARRIVES;
        way.removeLast();
    }

    private static List<SimRouter> nextRouters(Prefix prefix, SimRouter at) {
        List<NextHop> nextHops = at.process() instanceof OurRouter ours
                ? ours.fib().getOrDefault(prefix, List.of())
                : List.of();
        return nextHops.stream()
                .map(nextHop -> at.ports().get(nextHop.interfaceIndex() - 1).otherEnd().owner())
                .toList();
    }

    private static List<String> ids(List<SimRouter> way) {
        return way.stream().map(router -> router.id().value()).toList();
    }
}
