package io.ddm.fsm.session;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.Offers;
import io.ddm.fsm.table.Budget;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What a session needs of the router's routes. Its changes are followed into the FIB and to the other peers. */
public interface Routes {

    /** A new table for what the peer of a session will offer. */
    AdjRibIn open(NextHop peer, String interfaceName, long epoch);

    /**
     * Hands the table of a session through.
     *
     * @param table the table as it is
     * @return the table to keep
     */
    AdjRibIn archive(Archive archive, Optional<AdjRibIn> table, String interfaceName, long epoch);

    /**
     * Which of these offers of a peer are imported; {@code rejected} receives the others, except for loops.
     *
     * @param from what the peer offers now
     * @param known what else the peer offers: what it offers now, or the part of a table that was read
     */
    List<PathVector> admit(AdjRibIn from, List<PathVector> offered, Offers known,
            BiConsumer<RejectReason, PathVector> rejected);

    /** Changes with what belongs to this machine, which {@link #admit} rejects. */
    long localVersion();

    /** Whether a path does not lead through ourselves. */
    boolean accepts(PathVector offered);

    /** The peer offers and withdraws paths: each with whether it was admitted. */
    void update(AdjRibIn from, List<PathVector> admitted, List<PathVector> rejected, List<PathVector> withdrawn,
            Budget budget);

    /**
     * What the peer offers for these destinations becomes what its table says, except where it said something newer.
     */
    void replace(AdjRibIn from, Collection<Destination> destinations, Offers table, Predicate<PathVector> isNewer,
            Budget budget);

    /** Every destination that may have to be advertised to the peer, as of now. */
    Iterable<Destination> destinations();

    /** The paths to a destination that we advertise to the peer of this session. */
    List<RouterPath> pathsFor(Session session, Destination destination);

    /** The same without new paths that flap. */
    List<RouterPath> dampedPathsFor(Session session, Destination destination);
}
