package io.ddm.daemon.admin;

import io.ddm.fsm.event.Event;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Changes of what is originated that the router has not finished; it works on each in slices, in the order in which
 * they were submitted. Lives on the admin loop.
 */
final class ChangeQueue {

    private static final int MAX_WAITING = 64;

    private final Function<Event, Future<Void>> router;
    private int waiting;

    ChangeQueue(Function<Event, Future<Void>> router) {
        this.router = router;
    }

    /** Whether the bound on waiting changes is reached. */
    boolean isFull() {
        return waiting >= MAX_WAITING;
    }

    /** Submits a change; completes when the router has handled the whole. */
    Future<Void> submit(Event change) {
        waiting++;
        return router.apply(change).onComplete(done -> waiting--);
    }
}
