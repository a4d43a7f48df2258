package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.rib.NextHopRanks;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a network at rest must look like. Each neighbor holds what it is told, no more and no less, and each data plane
 * has the shortest of it: since every path then leads back to its originator, the whole is right. Reference routers may
 * differ only where the link to them says which of the reference's own ways is the cause; ours never.
 */
final class Oracle {

    private final SimNetwork net;
    private final Map<OurRouter, OurRules> rules = new LinkedHashMap<>();
    private int excused;

    Oracle(SimNetwork net) {
        this.net = net;
    }

    /**
     * All links and data planes; and the shortest paths over the whole network, where nothing had to be excused.
     *
     * @return how many differences the reference's own ways excuse
     */
    int check() {
        for (SimLink link : net.links()) {
            checkTold(link.a(), link.b());
            checkTold(link.b(), link.a());
        }
        for (SimRouter router : net.routers()) {
            if (router.process() instanceof OurRouter ours) {
                assertThat(ours.fib()).as("data plane of %s", router.id()).isEqualTo(rules(router, ours).fib());
            }
        }
        if (excused == 0 && net.routers().stream().noneMatch(Oracle::hasPeersOutOfUse)) {
            new ShortestPaths(net).check();
        }
        return excused;
    }

    static boolean hasPeersOutOfUse(SimRouter router) {
        return router.process() instanceof OurRouter ours && !ours.ranks().equals(NextHopRanks.NONE);
    }

    private void checkTold(SimPort teller, SimPort listener) {
        Speaker from = teller.owner().process();
        Speaker to = listener.owner().process();
        if (to == null) {
            return;
        }
        Set<PathVector> held = new LinkedHashSet<>();
        to.holds(listener).forEach(path -> held.add(withoutDelay(path)));
        Set<PathVector> told = new LinkedHashSet<>();
        if (from != null && teller.link().isUp()) {
            List<PathVector> tells = from instanceof OurRouter ours
                    ? rules(teller.owner(), ours).tells(teller)
                    : from.tells(teller);
            tells.forEach(path -> told.add(withoutDelay(asHeard(path, teller.owner(), to))));
            if (to instanceof OurRouter) {
                // A path through ourselves is a loop.
                told.removeIf(path -> path.path().contains(listener.owner().id()));
            }
        }
        List<PathVector> missing = told.stream().filter(path -> !held.contains(path)).toList();
        List<PathVector> stale = held.stream().filter(path -> !told.contains(path)).toList();
        if (to instanceof OurRouter && net.pullInterval().isZero()) {
            missing = missing.stream().filter(path -> !isNotPassedOn(path, from)).toList();
            stale = stale.stream().filter(path -> !isNotPassedOn(path, from)).toList();
        }
        if (to instanceof Reference reference) {
            ReferenceLink link = reference.link(listener);
            excused += (int) Stream.concat(missing.stream(), stale.stream())
                    .filter(path -> path.destination() instanceof Prefix)
                    .count();
            missing = missing.stream()
                    .filter(path -> !link.isExcusedMissing(path) && !isNotPassedOn(path, from))
                    .toList();
            stale = stale.stream().filter(path -> !link.isExcusedStale(path) && !isNotPassedOn(path, from)).toList();
        }
        if (!missing.isEmpty() || !stale.isEmpty()) {
            throw new AssertionError(describe(listener) + " does not know from " + describe(teller) + ": " + missing
                    + "; and should not know: " + stale);
        }
    }

    /** Delays may lag behind. */
    private static PathVector withoutDelay(PathVector path) {
        return new PathVector(path.destination(), path.path().withDelay(PathDelay.UNKNOWN));
    }

    private static String describe(SimPort end) {
        return end.owner().id() + (end.owner().isReference() ? " (reference)" : " (ours)");
    }

    /** Paths of tunnel origins do not travel to and from the reference; ours puts the neighbor in their place. */
    private static PathVector asHeard(PathVector told, SimRouter from, Speaker to) {
        if (!(told.destination() instanceof TunnelOrigin)) {
            return told;
        }
        if (to instanceof Reference) {
            return new PathVector(told.destination(), RouterPath.EMPTY);
        }
        return from.isReference() ? new PathVector(told.destination(), RouterPath.of(from.id())) : told;
    }

    /** A reference transit tells of others' tunnel origins only who asks, and nobody that they are gone. */
    private static boolean isNotPassedOn(PathVector path, @Nullable Speaker teller) {
        return teller instanceof Reference reference && reference.isTransit()
                && path.destination() instanceof TunnelOrigin && !reference.originates(path.destination());
    }

    private OurRules rules(SimRouter router, OurRouter process) {
        return rules.computeIfAbsent(process, p -> new OurRules(router, p));
    }

    /** A router that has said that it is done leaves nothing of itself at its neighbors, and no route. */
    static void nothingIsLeftOf(OurRouter router) {
        RouterId id = router.place().id();
        assertThat(router.isStopped()).as("%s has stopped in time", id).isTrue();
        for (SimPort port : router.place().ports()) {
            SimPort other = port.otherEnd();
            other.owner()
                    .whileAlive(neighbor -> assertThat(neighbor.holds(other)
                            .stream()
                            .filter(path -> !(neighbor instanceof Reference reference)
                                    || !reference.link(other).isExcusedStale(path)))
                            .as("what %s still knows from %s, which has stopped", other.owner().id(), id)
                            .isEmpty());
        }
    }

    /** The destinations that somebody alive originates, and by whom. */
    static Map<Destination, Set<SimRouter>> originators(SimNetwork net) {
        Map<Destination, Set<SimRouter>> originators = new LinkedHashMap<>();
        for (SimRouter router : net.routers()) {
            if (router.isAlive()) {
                router.stored()
                        .forEach(destination -> originators.computeIfAbsent(destination, d -> new LinkedHashSet<>())
                                .add(router));
            }
        }
        return originators;
    }
}
