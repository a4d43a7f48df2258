package io.ddm.daemon.dataplane;

import io.ddm.fsm.rib.FibChange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Something that forwards packets and takes orders about it.
 *
 * <p>It is reconciled, not appended to: callers say what they want, and the implementation finds out by itself what
 * has to be done, tries again what was refused and repairs what somebody else broke. No method blocks but
 * {@link #close}; all may be called from any thread.
 */
public interface Dataplane extends AutoCloseable {

    /**
     * Says what is wanted of these networks from now on. Of several wishes for one network the last one wins; after
     * {@link #removeAll} they are dropped.
     *
     * @param changes one line per network; an empty list of next hops removes the route
     */
    void apply(List<FibChange> changes);

    /**
     * Ends the grace of a start: from now on every route that is ours and that nobody wants is removed. Until then
     * routes that an earlier process left behind go on forwarding.
     */
    void sweep();

    /**
     * Tells when all wishes until now have been put to the forwarding plane.
     *
     * @return completes when it has taken or refused each of them; with an exception when the data plane was closed
     *     before. It completes on a thread of the data plane, which dependents must not block
     */
    CompletionStage<Void> flush();

    /** What is wanted, what is true and what went wrong; never waits. */
    DataplaneStatus status();

    /**
     * Forgets all wishes and removes everything of ours, also what was not swept yet. It is final: changes that are
     * applied later are dropped, so that nothing of ours comes back during a stop.
     *
     * @return completes when the forwarding plane has confirmed it; completes with an exception when something of ours
     *     is still there or the data plane was closed meanwhile. While the kernel cannot be read completely it is
     *     retried until then. It completes on a thread of the data plane, which
     *     dependents must not block
     */
    CompletionStage<Void> removeAll();

    /**
     * Stops working and frees all resources; routes stay as they are, for the next process to adopt. Waits for work
     * that is under way, but not longer than 300 ms: then flushes and removals that wait fail, and a log line says what
     * is left.
     */
    @Override
    void close();
}
