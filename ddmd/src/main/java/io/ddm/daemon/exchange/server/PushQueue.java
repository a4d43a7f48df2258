package io.ddm.daemon.exchange.server;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Work on pushes, done one after the other in the order in which they arrived. Lives on the router's context. */
final class PushQueue {

    private Future<Void> last = Future.succeededFuture();
    private int waiting;

    /** Begins this work when all that was added before has ended; at once where none is under way. */
    void add(Supplier<Future<?>> work) {
        waiting++;
        last = last.transform(before -> work.get().<Void>mapEmpty()).onComplete(done -> waiting--);
    }

    /** How much work has been added and has not ended. */
    int waiting() {
        return waiting;
    }
}
