package io.ddm.daemon.admin;

import io.ddm.fsm.Event;
import io.ddm.fsm.model.Destination;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Submits changes of what is originated to the router, in the order in which they were stored. A large change goes in
 * slices, so that no event keeps the router's event loop busy for long. Lives on the admin loop.
 */
final class ChangeQueue {

    /** Destinations in one event. */
    static final int SLICE = 500;

    private static final int MAX_WAITING = 64;

    private final Function<Event, Future<Void>> router;
    private Future<Void> last = Future.succeededFuture();
    private int waiting;

    ChangeQueue(Function<Event, Future<Void>> router) {
        this.router = router;
    }

    /** Whether so many changes wait for the router that a further one is pointless. */
    boolean isFull() {
        return waiting >= MAX_WAITING;
    }

    /** Submits a change after the previous ones; completes when the router has handled the whole. */
    Future<Void> submit(Collection<Destination> destinations, Function<Set<Destination>, Event> event) {
        waiting++;
        last = last.transform(previous -> {
            Promise<Void> done = Promise.promise();
            submitNext(destinations.iterator(), event, done);
            return done.future();
        });
        return last.onComplete(done -> waiting--);
    }

    private void submitNext(Iterator<Destination> rest, Function<Set<Destination>, Event> event, Promise<Void> done) {
        Set<Destination> slice = new TreeSet<>(Destination.ORDER);
        while (rest.hasNext() && slice.size() < SLICE) {
            slice.add(rest.next());
        }
        router.apply(event.apply(slice)).onFailure(done::fail).onSuccess(handled -> {
            if (rest.hasNext()) {
                submitNext(rest, event, done);
            } else {
                done.complete();
            }
        });
    }
}
