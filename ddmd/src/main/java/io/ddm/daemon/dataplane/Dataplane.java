package io.ddm.daemon.dataplane;

import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * The routes of this router, as the rest of the daemon sees them.
 *
 * <p>They are reconciled, not appended to: callers say which routes they desire, and the data plane finds out what has
 * to be done, retries what was refused, and repairs what other processes changed. No method blocks but {@link #close};
 * all may be called from any thread.
 */
public interface Dataplane extends AutoCloseable {

    /**
     * Sets the desired next hops of networks. Of several changes of one network the last one counts; after
     * {@link #removeAll} they are dropped.
     *
     * @param changes one for each network; an empty list of next hops removes the route
     */
    void apply(List<FibChange> changes);

    /**
     * Sets the ranks of all next hops: of those of a network that the forwarding plane accepts, the ones of the first
     * rank carry its packets. It costs as much for one network as for many. The last call counts.
     */
    void rank(NextHopRanks ranks);

    /**
     * Ends the adoption of a predecessor's routes: from now on every route of ours that is not desired is removed.
     * Until then they keep forwarding.
     */
    void sweep();

    /**
     * Waits for all changes until now.
     *
     * @return completes when the forwarding plane has accepted or refused each of them; with an exception when the data
     *     plane was closed before. It completes on a thread of the data plane, which dependents must not block
     */
    CompletionStage<Void> flush();

    /**
     * Measures the writing of changes.
     *
     * @param observer receives the nanoseconds that each batch of changes took, on a thread of the data plane that it
     *     must not block; replaces the one before
     */
    void onApplied(LongConsumer observer);

    /** What is desired, what is installed and what went wrong; never waits. */
    DataplaneStatus status();

    /**
     * Removes all routes of ours, also a predecessor's. It is final: changes that arrive later are dropped, so that no
     * route of ours comes back during a stop.
     *
     * @return completes when the forwarding plane has confirmed it; completes with an exception when a route of ours
     *     is still there or the data plane was closed meanwhile. While the forwarding plane cannot be read completely,
     *     the removal is retried until then. It completes on a thread of the data plane, which dependents must not
     *     block
     */
    CompletionStage<Void> removeAll();

    /**
     * Stops working and frees all resources; routes stay as they are, for the next process to adopt. Waits at most
     * 300 ms for work that is under way: then flushes and removals that wait fail, and a log line says what is left.
     */
    @Override
    void close();
}
