package io.ddm.fsm.rib;

import io.ddm.fsm.digest.RunningDigest;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.replay.PathState;
import io.ddm.fsm.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one peer offers in one session, rejected paths too, so that it can be compared with what the peer has
 * advertised. Changed by {@link Rib} only, which knows what follows.
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

    /** The digest of what is stored; empty if not all that was offered could be stored. */
    public Optional<TableDigest> digest() {
        return partial ? Optional.empty() : Optional.of(digest.now());
    }

    /** A whole table is about to replace this one: what could not be stored before no longer counts. */
    public void beginReplacement() {
        partial = false;
    }

    /** Something that the peer offers is not stored. */
    public void omitEntry() {
        partial = true;
    }

    /** A live view of what the peer offers. */
    public Offers offers() {
        return offers;
    }

    /** Every destination with a stored path, as of now. */
    public Snapshot<Destination, ?> destinations() {
        return offers.destinations();
    }

    /** The accepted paths, as of now. */
    public OfferedTable accepted() {
        return offers.accepted();
    }

    /** The accepted paths to a destination, in the order of {@link RouterPath#ORDER}. */
    public List<RouterPath> acceptedPaths(Destination destination) {
        return get(destination).accepted();
    }

    /** The other paths to a destination: loops, and what a policy or a limit rejects. */
    public List<RouterPath> rejectedPaths(Destination destination) {
        return get(destination).rejected();
    }

    /** How many paths were accepted. */
    public long paths() {
        return offers.paths();
    }

    /** A whole table of so many paths is being imported; 0 if none is. */
    public void expectPaths(long paths) {
        arriving = paths;
    }

    /** How many paths the peer has, or is about to. */
    long claimed() {
        return Math.max(paths(), arriving);
    }

    /** Whether the peer offers this path, and it was rejected. */
    public boolean isRejected(PathVector offered) {
        return get(offered.destination()).isRejected(offered.path());
    }

    /** All paths that the peer offers to a destination, accepted or rejected. */
    List<PathVector> pathsTo(Destination destination) {
        Offer offer = get(destination);
        List<PathVector> all = new ArrayList<>(offer.accepted().size() + offer.rejected().size());
        for (RouterPath path : offer.accepted()) {
            all.add(new PathVector(destination, path));
        }
        for (RouterPath path : offer.rejected()) {
            all.add(new PathVector(destination, path));
        }
        return all;
    }

    Offer get(Destination destination) {
        return offers.get(destination);
    }

    /** Adds a path that is not there; returns whether there was room. */
    boolean add(PathVector offered, boolean isAccepted) {
        boolean added = offers.add(offered, isAccepted);
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

    /**
     * Hands a table through.
     *
     * @param table the table as it is
     * @param key for the digest of a table that is restored
     * @param rib receives the paths of a table that is restored
     * @param isLive whether it is not {@linkplain Rib#close closed}
     * @return the table to keep
     */
    public static AdjRibIn archive(Archive archive, Optional<AdjRibIn> table, TableDigest.Bits key, Rib rib,
            boolean isLive) {
        NextHop peer = archive.optional("peer", NextHop.class, table.map(AdjRibIn::peer)).orElseThrow();
        long number = archive.number("number", table.map(known -> known.number).orElse(0L));
        AdjRibIn kept = table.orElseGet(() -> new AdjRibIn(peer, number, key));
        if (isLive && archive.isRestoring()) {
            rib.tables().add(kept);
        }
        archive.rows("offers", PathState.class, kept.offers.rows(), row -> rib.add(kept, row.path(), row.first() > 0));
        kept.partial = archive.flag("partial", kept.partial);
        kept.arriving = archive.number("arriving", kept.arriving);
        return kept;
    }
}
