package io.ddm.fsm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.rib.Candidate;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.PrefixFilter;
import io.ddm.fsm.rib.Redistribution;
import io.ddm.fsm.rib.Rib;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a network at rest must look like, found without any router: breadth first over the live links, through transits
 * only. Prefixes of the same originators share one search.
 */
final class Oracle {

    private final SimNetwork net;
    private final Map<Set<SimRouter>, int[]> searches = new LinkedHashMap<>();

    Oracle(SimNetwork net) {
        this.net = net;
    }

    /** Every router reaches every reachable prefix by all shortest paths, and nothing else. */
    void check() {
        Map<Prefix, Set<SimRouter>> originators = new LinkedHashMap<>();
        for (SimRouter router : net.routers()) {
            if (router.isAlive()) {
                for (Destination destination : router.stored()) {
                    originators.computeIfAbsent((Prefix) destination, p -> new LinkedHashSet<>()).add(router);
                }
            }
        }
        for (SimRouter router : net.routers()) {
            if (router.isAlive()) {
                check(router, originators);
                Invariants.wholeFib(router);
            }
        }
    }

    private void check(SimRouter router, Map<Prefix, Set<SimRouter>> originators) {
        Rib rib = Invariants.rib(router.router());
        Map<Prefix, List<NextHop>> wanted = router.router().wantedFib();
        int expected = 0;
        for (Map.Entry<Prefix, Set<SimRouter>> entry : originators.entrySet()) {
            int[] distance = searches.computeIfAbsent(entry.getValue(), this::search);
            List<NextHop> nextHops = nextHops(router, distance);
            if (!nextHops.isEmpty()) {
                expected++;
            }
            List<NextHop> actual = wanted.getOrDefault(entry.getKey(), List.of());
            if (!nextHops.equals(actual)) {
                throw new AssertionError(router.id() + " reaches " + entry.getKey() + " by " + actual
                        + ", the oracle by " + nextHops + "; on offer: " + rib.best(entry.getKey()));
            }
            for (Candidate candidate : rib.best(entry.getKey())) {
                if (distance[router.number()] > 0 && candidate.path().size() != distance[router.number()]) {
                    throw new AssertionError(router.id() + " knows " + candidate + ", the oracle says "
                            + distance[router.number()]);
                }
            }
        }
        assertThat(wanted).as("wanted FIB of %s: nothing that nobody offers", router.id()).hasSize(expected);
    }

    /** What each end of a live link took in from the other is what the other wants it to know. */
    void checkLinks() {
        for (SimLink link : net.links()) {
            if (link.isUp() && link.a().owner().isAlive() && link.b().owner().isAlive()) {
                checkTold(link.a(), link.b());
                checkTold(link.b(), link.a());
            }
        }
    }

    private static void checkTold(SimPort teller, SimPort listener) {
        SimRouter from = teller.owner();
        List<PathVector> told = new Redistribution(Invariants.rib(from.router()), from.id(), from.kind(),
                PrefixFilter.ALL).fullFor(
                        new NextHop(teller.index(), listener.address()), listener.owner().id());
        Set<PathVector> wanted = new LinkedHashSet<>(told);
        Set<PathVector> known = new LinkedHashSet<>(Invariants.rib(listener.owner().router()).offersOf(
                new NextHop(listener.index(), teller.address())));
        if (!known.equals(wanted)) {
            List<PathVector> missing = wanted.stream().filter(p -> !known.contains(p)).toList();
            List<PathVector> stale = known.stream().filter(p -> !wanted.contains(p)).toList();
            throw new AssertionError(listener.owner().id() + " does not know from " + from.id() + ": " + missing
                    + "; and should not know: " + stale);
        }
    }

    /** Distances in path elements; -1 for unreachable. */
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
                SimRouter neighbour = port.otherEnd().owner();
                if (port.link().isUp() && neighbour.isAlive() && distance[neighbour.number()] < 0) {
                    distance[neighbour.number()] = distance[next.number()] + 1;
                    frontier.add(neighbour);
                }
            }
        }
        return distance;
    }

    private static List<NextHop> nextHops(SimRouter router, int[] distance) {
        int own = distance[router.number()];
        List<NextHop> nextHops = new ArrayList<>();
        for (SimPort port : router.ports()) {
            SimRouter neighbour = port.otherEnd().owner();
            int theirs = distance[neighbour.number()];
            if (own > 0 && port.link().isUp() && neighbour.isAlive() && theirs == own - 1
                    && (theirs == 0 || neighbour.kind() == RouterKind.TRANSIT)) {
                nextHops.add(new NextHop(port.index(), port.otherEnd().address()));
            }
        }
        return nextHops.stream().sorted().limit(Fib.MAX_NEXT_HOPS).toList();
    }
}
