package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.Redistribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of our routers, written again for the oracle: what follows from what a router holds. */
final class OurRules {

    private record Offer(SimPort from, RouterPath path) {}

    private final SimRouter router;
    private final NextHopRanks ranks;
    private final Map<Destination, List<Offer>> all = new LinkedHashMap<>();
    private final Map<Destination, List<Offer>> shortest = new LinkedHashMap<>();

    OurRules(SimRouter router, OurRouter process) {
        this.router = router;
        this.ranks = process.ranks();
        for (SimPort port : router.ports()) {
            for (PathVector held : process.holds(port)) {
                all.computeIfAbsent(held.destination(), d -> new ArrayList<>()).add(new Offer(port, held.path()));
            }
        }
        all.forEach((destination, offers) -> shortest.put(destination,
                shortest(offers.stream().filter(this::isInUse).toList(), offers)));
    }

    private boolean isInUse(Offer offer) {
        return ranks.of(offer.from().nextHop()).isInUse();
    }

    /** Those of the second list that are as short as the shortest of the first. */
    private static List<Offer> shortest(List<Offer> offers, List<Offer> from) {
        int length = offers.stream().mapToInt(offer -> offer.path().length()).min().orElse(-1);
        return from.stream().filter(offer -> offer.path().length() == length).toList();
    }

    /**
     * What the neighbor at a port is sent: what is ours, and if we pass on, the shortest paths of others to prefixes
     * that we do not reach through it, and those to tunnels that do not come from it.
     */
    List<PathVector> tells(SimPort port) {
        List<PathVector> told = new ArrayList<>();
        router.stored().forEach(ours -> told.add(new PathVector(ours, RouterPath.of(router.id()))));
        if (router.kind() == RouterKind.TRANSIT) {
            RouterId to = port.otherEnd().owner().id();
            shortest.forEach((destination, offers) -> {
                boolean isThroughPeer = destination instanceof Prefix
                        && offers.stream().anyMatch(offer -> isInUse(offer) && offer.from() == port);
                if (!router.stored().contains(destination) && !isThroughPeer) {
                    TreeSet<RouterPath> paths = new TreeSet<>(RouterPath.ORDER);
                    offers.stream()
                            .filter(this::isInUse)
                            .filter(offer -> offer.from() != port && !offer.path().contains(to))
                            .forEach(offer -> paths.add(offer.path()));
                    paths.stream()
                            .limit(Redistribution.MAX_PATHS)
                            .forEach(path -> told.add(new PathVector(destination, appended(path, router.id()))));
                }
            });
        }
        return told;
    }

    /** What the data plane has: the next hops of the shortest paths to what is not ours. */
    Map<Prefix, List<NextHop>> fib() {
        Map<Prefix, List<NextHop>> fib = new TreeMap<>();
        shortest.forEach((destination, offers) -> {
            if (destination instanceof Prefix prefix && !router.stored().contains(prefix)) {
                List<Offer> everything = all.getOrDefault(destination, List.of());
                List<Offer> best = offers.isEmpty() ? shortest(everything, everything) : offers;
                fib.put(prefix,
                        best.stream()
                                .map(offer -> offer.from().nextHop())
                                .sorted(Comparator.<NextHop, Boolean>comparing(hop -> !ranks.of(hop).isInUse())
                                        .thenComparing(Comparator.naturalOrder()))
                                .distinct()
                                .limit(Fib.MAX_NEXT_HOPS)
                                .sorted()
                                .toList());
            }
        });
        return fib;
    }

    static RouterPath appended(RouterPath path, RouterId id) {
        List<RouterId> longer = new ArrayList<>(path.routers());
        longer.add(id);
        return new RouterPath(longer);
    }
}
