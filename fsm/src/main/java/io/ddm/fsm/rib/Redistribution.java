package io.ddm.fsm.rib;

import io.ddm.fsm.policy.PrefixFilter;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a peer is to be told: a pure function of the {@link Rib}.
 *
 * <p>The rules: everybody tells what it originates, as a path of itself. Only a transit passes on what it imports: all
 * shortest paths, at most {@value #MAX_PATHS}, with its own id appended; never to the peer that offered them (split
 * horizon), and never a path to a router that is on it, for that router would have to drop it and the reference, which
 * does not, would send it round for ever. Nothing that the operator's filter denies.
 */
public final class Redistribution {

    /** How many equal paths to a destination are passed on at the most. */
    public static final int MAX_PATHS = 8;

    private final Rib rib;
    private final RouterId self;
    private final RouterKind kind;
    private final PrefixFilter exports;

    /**
     * @param exports which underlay prefixes are told to anybody
     */
    public Redistribution(Rib rib, RouterId self, RouterKind kind, PrefixFilter exports) {
        this.rib = rib;
        this.self = self;
        this.kind = kind;
        this.exports = exports;
    }

    /** The paths to one destination that a peer is to know from us, sorted; empty for none. */
    public List<List<RouterId>> pathsFor(NextHop peer, RouterId peerId, Destination destination) {
        return pathsOf(destination, peer, peerId, () -> rib.best(destination));
    }

    /**
     * The same, if only some of what is on offer may be told. What is told is then no shorter than what we use, so it
     * makes no loop: each hop is nearer than the one before says that it is.
     *
     * @param isTellable whether the peer may know a path as it is on offer
     */
    public List<List<RouterId>> pathsFor(NextHop peer, RouterId peerId, Destination destination,
            Predicate<RoutePath> isTellable) {
        return pathsOf(destination, peer, peerId, () -> rib.best(destination, isTellable));
    }

    private List<List<RouterId>> pathsOf(Destination destination, NextHop peer, RouterId peerId,
            Supplier<List<RoutePath>> best) {
        Prefix routed = destination.routedPrefix();
        if (routed != null && !exports.permits(routed)) {
            return List.of();
        }
        if (rib.originates(destination)) {
            return List.of(List.of(self));
        }
        if (!redistributes()) {
            return List.of();
        }
        List<List<RouterId>> paths = new ArrayList<>();
        for (RoutePath candidate : best.get()) {
            if (!candidate.nextHop().equals(peer) && !destination.family().isLoop(candidate.path(), peerId)) {
                paths.add(candidate.path());
            }
        }
        if (paths.size() > 1) {
            paths.sort(PathVector::comparePaths);
        }
        List<List<RouterId>> told = new ArrayList<>(Math.min(paths.size(), MAX_PATHS));
        for (int i = 0; i < paths.size() && told.size() < MAX_PATHS; i++) {
            if (i == 0 || !paths.get(i).equals(paths.get(i - 1))) {
                told.add(throughUs(paths.get(i)));
            }
        }
        return told;
    }

    /** Whether what peers offer is passed on, so that a change of it has to be told. */
    public boolean redistributes() {
        return kind == RouterKind.TRANSIT;
    }

    /** Every destination of which a peer may have to be told, sorted, as of now. */
    public Iterable<Destination> destinations() {
        return redistributes() ? rib.destinations() : (Iterable<Destination>) rib.originated();
    }

    /** A path as we tell it. */
    public List<RouterId> throughUs(List<RouterId> path) {
        List<RouterId> longer = new ArrayList<>(path.size() + 1);
        longer.addAll(path);
        longer.add(self);
        return List.copyOf(longer);
    }
}
