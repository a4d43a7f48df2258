package io.ddm.daemon.exchange.server;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Runs work on pushes one at a time, in their order of arrival. Lives on the router's context. */
final class PushQueue {

    private Future<Void> last = Future.succeededFuture();
    private int waiting;

    /** Starts this work when all earlier work has ended; at once if there is none. */
    void add(Supplier<Future<?>> work) {
        waiting++;
        last = last.transform(before -> work.get().<Void>mapEmpty()).onComplete(done -> waiting--);
    }

    /** How much added work has not ended yet. */
    int waiting() {
        return waiting;
    }
}
