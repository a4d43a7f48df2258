package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.policy.PrefixFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is advertised to a peer: a pure function of the {@link Rib}.
 *
 * <p>Every router advertises what it originates, as a path of itself. Only a transit redistributes what it imports: all
 * shortest paths, at most {@value #MAX_PATHS}, with its own id appended. A path never goes to a router that is on it:
 * that router would have to drop it, and the reference, which does not, would send it around forever. Nothing is
 * advertised that the operator's filter denies.
 *
 * <p>A destination never goes to a peer through which it is reached by a shortest path (split horizon). The peer's own
 * paths are at least two hops shorter than ours would be to it, and while we use the peer we are no loop-free alternate
 * for it (RFC 5286). In a network of several tiers, each router would otherwise store it from all of its neighbors, and
 * try those paths one after the other when it is withdrawn. Once the peer withdraws its own, it receives ours.
 */
public final class Redistribution {

    /** A bound on the equal paths to a destination that are advertised. */
    public static final int MAX_PATHS = 8;

    private final Rib rib;
    private final RouterId self;
    private final RouterKind kind;
    private final Supplier<PrefixFilter> exports;

    /**
     * @param exports which prefixes are advertised at all, at the moment
     */
    public Redistribution(Rib rib, RouterId self, RouterKind kind, Supplier<PrefixFilter> exports) {
        this.rib = rib;
        this.self = self;
        this.kind = kind;
        this.exports = exports;
    }

    /** The paths to one destination that a peer is to know from us, sorted; empty for none. */
    public List<RouterPath> pathsFor(NextHop peer, RouterId peerId, Destination destination) {
        return pathsOf(destination, peer, peerId, () -> rib.best(destination));
    }

    /**
     * The same, if only some of what is on offer may be advertised. An advertised path is then no shorter than those
     * that we use, so it makes no loop: each hop is nearer than the one before says that it is.
     *
     * @param isTellable whether the peer may know a path as it is on offer
     */
    public List<RouterPath> pathsFor(NextHop peer, RouterId peerId, Destination destination,
            Predicate<RoutePath> isTellable) {
        return pathsOf(destination, peer, peerId, () -> rib.best(destination, isTellable));
    }

    /** Why a peer is not to know a destination from us; empty if it is. */
    public Optional<String> withheld(NextHop peer, RouterId peerId, Destination destination) {
        if (!pathsFor(peer, peerId, destination).isEmpty()) {
            return Optional.empty();
        }
        Prefix routed = destination.routedPrefix();
        if (routed != null && !exports.get().permits(routed)) {
            return Optional.of("denied by the export filter");
        }
        if (!redistributes()) {
            return Optional.of("this router is a server: it passes on no prefixes of others");
        }
        return Optional
                .of(rib.best(destination).isEmpty() ? "no path is known" : "the best paths lead through this peer");
    }

    private List<RouterPath> pathsOf(Destination destination, NextHop peer, RouterId peerId,
            Supplier<List<RoutePath>> best) {
        Prefix routed = destination.routedPrefix();
        if (routed != null && !exports.get().permits(routed)) {
            return List.of();
        }
        if (rib.originates(destination)) {
            return List.of(RouterPath.of(self));
        }
        if (!redistributes()) {
            return List.of();
        }
        List<RouterPath> paths = new ArrayList<>();
        for (RoutePath candidate : best.get()) {
            if (candidate.nextHop().equals(peer)) {
                if (routed != null) {
                    return List.of();
                }
                // Tunnels have no path on the reference's wire, so this may be our own, sent back by the peer.
                continue;
            }
            if (!destination.family().isLoop(candidate.path(), peerId)) {
                paths.add(candidate.path().through(self, rib.quality().delayTo(candidate.nextHop())));
            }
        }
        if (paths.size() > 1) {
            paths.sort(RouterPath.ORDER);
        }
        List<RouterPath> advertised = new ArrayList<>(Math.min(paths.size(), MAX_PATHS));
        for (RouterPath path : paths) {
            RouterPath last = advertised.isEmpty() ? RouterPath.EMPTY : advertised.getLast();
            if (path.isAlong(last)) {
                // Over two links to one router: the faster one tells what can be had.
                advertised.set(advertised.size() - 1, last.withDelay(last.delay().orLess(path.delay())));
            } else if (advertised.size() < MAX_PATHS) {
                advertised.add(path);
            } else {
                break;
            }
        }
        return advertised;
    }

    /** Whether imported paths are redistributed, so that a change of them concerns other peers. */
    public boolean redistributes() {
        return kind == RouterKind.TRANSIT;
    }

    /** Every destination that may have to be advertised, sorted, as of now. */
    public Iterable<Destination> destinations() {
        return redistributes() ? rib.destinations() : (Iterable<Destination>) rib.originated();
    }

    /** A path as we advertise it, without its delay. */
    public RouterPath throughUs(RouterPath path) {
        return path.through(self, PathDelay.UNKNOWN);
    }
}
