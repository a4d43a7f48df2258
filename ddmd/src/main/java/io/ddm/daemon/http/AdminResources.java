package io.ddm.daemon.http;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all listeners for operators share.
 *
 * @param loop their event loop
 * @param bodies memory for the bodies of requests
 * @param replies memory for large replies that are being sent
 * @param timeouts for each part of a request
 * @param refusals observes every rejected request and connection
 */
public record AdminResources(AdminLoop loop, MemoryBudget bodies, MemoryBudget replies,
        ProgressMonitor.Timeouts timeouts, RefusalObserver refusals) {

    /** The largest body of one request, in bytes; more than a hundred thousand prefixes. */
    public static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

    /** The largest body of a request that needs no credential, in bytes. */
    public static final int MAX_ANONYMOUS_BODY_BYTES = 16 * 1024;

    private static final long MAX_REPLY_BYTES = 64L * 1024 * 1024;

    /**
     * Blocking tasks of one context otherwise run one after the other, whatever their worker: a slow disk would delay
     * replies. Each worker is a single thread, so its own tasks stay in order.
     */
    public static final boolean UNORDERED = false;

    /** Memory for one large body each over TCP and over the unix socket, and for as many replies. */
    public static AdminResources of(AdminLoop loop, RefusalObserver refusals) {
        return of(loop, refusals, ProgressMonitor.Timeouts.DEFAULT);
    }

    /** The same with other timeouts. */
    public static AdminResources of(AdminLoop loop, RefusalObserver refusals, ProgressMonitor.Timeouts timeouts) {
        // Before any event loop answers: the first use is slower than all others.
        HttpDate.prepare();
        return new AdminResources(loop,
                new MemoryBudget("request memory", 2L * MAX_BODY_BYTES, MAX_BODY_BYTES, refusals),
                new MemoryBudget("reply memory", 2 * MAX_REPLY_BYTES, MAX_REPLY_BYTES, refusals), timeouts, refusals);
    }

    /** A reply that is rendered by a worker, since it can be large. */
    public <T> SingleFlightResponse<T> largeReply(Supplier<Future<T>> state,
            Function<T, SingleFlightResponse.Rendered> renderer) {
        return largeReplies().reply(state, renderer);
    }

    /** Replies that are rendered by a worker, of which there may be one for each call. */
    public LargeReplies largeReplies() {
        return new LargeReplies(loop, replies, loop.vertx().createSharedWorkerExecutor("render", 1));
    }

    /** A reply that is rendered on the loop, since it is small and must not wait for large ones. */
    public <T> SingleFlightResponse<T> smallReply(Supplier<Future<T>> state,
            Function<T, SingleFlightResponse.Rendered> renderer) {
        return new SingleFlightResponse<>(loop, replies, AdminResources::now, state, renderer);
    }

    private static <T> Future<T> now(Callable<T> task) {
        try {
            return Future.succeededFuture(task.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }
}
