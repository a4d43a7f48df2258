package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.rib.Fib;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The data planes of a network at rest, found without any router: breadth first over the live links, through transits
 * only. Prefixes of the same originators share one search.
 */
final class ShortestPaths {

    private final SimNetwork net;
    private final Map<Set<SimRouter>, int[]> searches = new LinkedHashMap<>();

    ShortestPaths(SimNetwork net) {
        this.net = net;
    }

    /** Every router of ours reaches every reachable prefix by all shortest paths, and nothing else. */
    void check() {
        Map<Destination, Set<SimRouter>> originators = Oracle.originators(net);
        for (SimRouter router : net.routers()) {
            if (router.process() instanceof OurRouter ours) {
                check(router, ours.fib(), originators);
            }
        }
    }

    private void check(SimRouter router, Map<Prefix, List<NextHop>> fib, Map<Destination, Set<SimRouter>> originators) {
        int expected = 0;
        for (Map.Entry<Destination, Set<SimRouter>> entry : originators.entrySet()) {
            if (entry.getKey() instanceof Prefix prefix) {
                List<NextHop> nextHops = nextHops(router, distances(entry.getValue()));
                expected += nextHops.isEmpty() ? 0 : 1;
                List<NextHop> actual = fib.getOrDefault(prefix, List.of());
                if (!nextHops.equals(actual)) {
                    throw new AssertionError(
                            router.id() + " reaches " + prefix + " by " + actual + ", the oracle by " + nextHops);
                }
            }
        }
        assertThat(fib).as("data plane of %s: nothing that nobody offers", router.id()).hasSize(expected);
    }

    /** Distances in path elements of all routers, by number; -1 for unreachable. */
    int[] distances(Set<SimRouter> originators) {
        return searches.computeIfAbsent(originators, this::search);
    }

    private int[] search(Set<SimRouter> originators) {
        int[] distance = new int[net.routers().size()];
        Arrays.fill(distance, -1);
        ArrayDeque<SimRouter> frontier = new ArrayDeque<>(originators);
        originators.forEach(o -> distance[o.number()] = 0);
        while (!frontier.isEmpty()) {
            SimRouter next = frontier.remove();
            if (distance[next.number()] > 0 && next.kind() != RouterKind.TRANSIT) {
                continue;
            }
            for (SimPort port : next.ports()) {
                SimRouter neighbor = port.otherEnd().owner();
                if (port.link().isUp() && neighbor.isAlive() && distance[neighbor.number()] < 0) {
                    distance[neighbor.number()] = distance[next.number()] + 1;
                    frontier.add(neighbor);
                }
            }
        }
        return distance;
    }

    private static List<NextHop> nextHops(SimRouter router, int[] distance) {
        int own = distance[router.number()];
        List<NextHop> nextHops = new ArrayList<>();
        for (SimPort port : router.ports()) {
            SimRouter neighbor = port.otherEnd().owner();
            int theirs = distance[neighbor.number()];
            if (own > 0 && port.link().isUp() && neighbor.isAlive() && theirs == own - 1
                    && (theirs == 0 || neighbor.kind() == RouterKind.TRANSIT)) {
                nextHops.add(port.nextHop());
            }
        }
        return nextHops.stream().sorted().limit(Fib.MAX_NEXT_HOPS).toList();
    }
}
