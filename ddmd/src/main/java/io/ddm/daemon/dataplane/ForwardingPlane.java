package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The port to whatever forwards packets: a kernel, a switch. It carries out changes and says what it has; when to do
 * which, and what to retry, repair and remove, is decided by the {@link ReconcileLoop}.
 *
 * <p>Routes are networks with weighted next hops, each an interface and an address. How an implementation stores them
 * (nexthop groups, tables of a switch) is its own affair; what it stores for that purpose besides routes is called
 * leftovers here once no route needs it.
 *
 * <p>Only {@link #wake} and {@link #close} may be called while another method is being called. Methods may block for as
 * long as a request takes.
 */
public interface ForwardingPlane extends AutoCloseable {

    /** A few words about it for the log, such as {@code netlink, protocol 221}. */
    String name();

    /**
     * Reads all routes of ours, whichever process made them. It also drops what was remembered of refusals: the next
     * {@link #apply} tries everything again.
     *
     * @param stop whether there is something more urgent to do; asked every few milliseconds
     * @return the next hops that carry packets of each network, sorted; an empty list for a route that is ours and
     *     that {@link #apply} would have made in another way. Empty if it was stopped: then nothing has changed
     * @throws IncompleteDumpException if there is no complete and consistent state to be read now
     * @throws IOException if the forwarding plane cannot be asked
     */
    Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException;

    /**
     * Makes each of these networks have exactly these next hops, and does nothing for those that have them. A next hop
     * that is refused keeps back no other next hop of its network, and a network that is refused no other network. A
     * network never has fewer usable next hops on the way from the old ones to the new ones than in the end. Of the
     * next hops that are not refused only those carry that {@link #rank} says.
     *
     * @param changes one for each network; an empty list of next hops removes the route
     * @param phase which objects may be removed together with the last route on them
     * @return what was refused of them
     * @throws IOException if it is unknown which changes were made; the caller reads the state again
     */
    Outcome apply(List<FibChange> changes, Phase phase) throws IOException;

    /**
     * Makes those next hops carry that are of the first rank among the accepted ones of their network, for all networks
     * of ours, now and in each later {@link #apply}. The ranks count also if this fails.
     *
     * @param phase which objects may be removed
     * @return what was refused: networks whose next hops did not change
     * @throws IOException if it is unknown which changes were made; the caller reads the state again
     */
    Outcome rank(NextHopRanks ranks, Phase phase) throws IOException;

    /**
     * Removes leftovers: objects of ours that no route needs, as far as the phase allows.
     *
     * @return whether there is nothing of ours now, neither routes nor leftovers
     * @throws IOException if it is unknown what was removed
     */
    boolean removeLeftovers(Phase phase) throws IOException;

    /** What the latest {@link #dump} found besides our own routes. */
    default PlaneFindings findings() {
        return PlaneFindings.NONE;
    }

    /** What has happened since the last call; never waits. */
    PlaneEvents takeEvents();

    /**
     * Waits until there are events, {@link #wake} is called or the time is over.
     *
     * @param milliseconds the time, 0 or more
     */
    void await(int milliseconds);

    /** Ends the present or the next {@link #await}. Never waits, may be called from any thread and after a close. */
    void wake();

    /** Whether routes are installed at all; if not, nothing is read, audited or counted as installed. */
    default boolean installsRoutes() {
        return true;
    }

    /** A next hop for an operator, such as {@code fe80::1 on eth0}. */
    default String describe(NextHop nextHop) {
        return nextHop.toString();
    }

    /** Frees all resources; routes stay as they are. */
    @Override
    void close();
}
