package io.ddm.fsm.rib;

import io.ddm.fsm.digest.RunningDigest;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one peer offers in one session, also what was not taken in, so that it can be compared with what the peer
 * believes to have told. Changed by {@link Rib} only, which knows what follows.
 */
public final class AdjRibIn {

    private final NextHop peer;
    private final long number;
    private final RunningDigest digest;
    private final Offers offers = new Offers();
    private boolean partial;
    private long arriving;

    AdjRibIn(NextHop peer, long number, TableDigest.Bits key) {
        this.peer = peer;
        this.number = number;
        this.digest = new RunningDigest(key);
    }

    /** Whose it is. */
    public NextHop peer() {
        return peer;
    }

    /** What is held, as a number; empty if not all that was offered could be kept in mind. */
    public Optional<TableDigest> digest() {
        return partial ? Optional.empty() : Optional.of(digest.now());
    }

    /** A whole table is about to be taken in: what was not kept in mind before no longer counts. */
    public void begun() {
        partial = false;
    }

    /** Something that the peer offers is not kept in mind. */
    public void missed() {
        partial = true;
    }

    /** What the peer offers, as it is at any time. */
    public Offers offers() {
        return offers;
    }

    /** Every destination of which anything is kept in mind, as of now. */
    public Snapshot<Destination, ?> destinations() {
        return offers.destinations();
    }

    /** What was taken in, as of now. */
    public OfferedTable taken() {
        return offers.taken();
    }

    /** The paths to a destination that were taken in, in the order of {@link PathVector#comparePaths}. */
    public List<List<RouterId>> takenTo(Destination destination) {
        return get(destination).taken();
    }

    /** How many paths were taken in. */
    public long paths() {
        return offers.paths();
    }

    /** A whole table of so many paths is being taken in; 0 if none is. */
    public void arriving(long paths) {
        arriving = paths;
    }

    /** How many paths the peer has, or is about to. */
    long claimed() {
        return Math.max(paths(), arriving);
    }

    /** All paths that the peer offers to a destination, taken in or not. */
    List<PathVector> pathsTo(Destination destination) {
        Offer offer = get(destination);
        List<PathVector> all = new ArrayList<>(offer.taken().size() + offer.left().size());
        for (List<RouterId> path : offer.taken()) {
            all.add(new PathVector(destination, path));
        }
        for (List<RouterId> path : offer.left()) {
            all.add(new PathVector(destination, path));
        }
        return all;
    }

    Offer get(Destination destination) {
        return offers.get(destination);
    }

    /** Adds a path that is not there; returns whether there was room. */
    boolean add(PathVector offered, boolean isTaken) {
        boolean added = offers.add(offered, isTaken);
        if (added) {
            digest.add(offered.destination(), offered.path());
        } else {
            partial = true;
        }
        return added;
    }

    /** Removes a path that is there. */
    void remove(PathVector offered) {
        offers.remove(offered);
        digest.remove(offered.destination(), offered.path());
    }

    /** By peer, then by age. */
    int compareWith(AdjRibIn other) {
        int byPeer = peer.compareTo(other.peer);
        return byPeer != 0 ? byPeer : Long.compare(number, other.number);
    }
}
