package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a peer is to be told: a pure function of the {@link Rib}.
 *
 * <p>The rules: everybody tells what it originates, as a path of itself. Only a transit passes on what it imports: all
 * shortest paths, at most {@value #MAX_PATHS}, with its own id appended; never to the peer that offered them (split
 * horizon), and never a path to a router that is on it, for that router would have to drop it and the reference, which
 * does not, would send it round for ever.
 */
public final class Redistribution {

    /** How many equal paths to a destination are passed on at the most. */
    public static final int MAX_PATHS = 8;

    private final Rib rib;
    private final RouterId self;
    private final RouterKind kind;

    public Redistribution(Rib rib, RouterId self, RouterKind kind) {
        this.rib = rib;
        this.self = self;
        this.kind = kind;
    }

    /** The paths to one destination that a peer is to know from us, sorted; empty for none. */
    public List<List<RouterId>> pathsFor(NextHop peer, RouterId peerId, Destination destination) {
        if (rib.originates(destination)) {
            return List.of(List.of(self));
        }
        if (kind != RouterKind.TRANSIT) {
            return List.of();
        }
        return rib.best(destination).stream().filter(
                candidate -> !candidate.nextHop().equals(peer) && !candidate.path().contains(peerId)).map(
                        Candidate::path).distinct().sorted(PathVector::comparePaths).limit(MAX_PATHS).map(
                                this::throughUs).toList();
    }

    /** All that a peer is to know from us: what a pull returns. */
    public List<PathVector> fullFor(NextHop peer, RouterId peerId) {
        List<PathVector> table = new ArrayList<>();
        for (Destination destination : rib.destinations()) {
            for (List<RouterId> path : pathsFor(peer, peerId, destination)) {
                table.add(new PathVector(destination, path));
            }
        }
        return table;
    }

    private List<RouterId> throughUs(List<RouterId> path) {
        List<RouterId> longer = new ArrayList<>(path.size() + 1);
        longer.addAll(path);
        longer.add(self);
        return List.copyOf(longer);
    }
}
