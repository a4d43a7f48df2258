package io.ddm.daemon.net;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bodies are written, read and signed: small ones where they are, large ones on two threads, so that they hold up
 * neither the event loop nor each other. Callers bound what they hand over. Thread-safe.
 */
final class CodecPool {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");

    /** What is done on the spot, in bytes: some hundred entries, well below a millisecond. */
    static final int SMALL_BYTES = 16 * 1024;

    private static final int THREADS = 2;

    private final Executor onContext;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("exchange-codec-", 0).factory());

    /**
     * @param onContext the router's context, where asynchronous work ends
     */
    CodecPool(Executor onContext) {
        this.onContext = onContext;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Works without holding up the router's context, on which it is called. The future completes there: at once if the work
     * is small.
     *
     * @param bytes how large the body is, roughly
     */
    <T> Future<T> async(long bytes, Callable<T> work) {
        Promise<T> done = Promise.promise();
        if (bytes <= SMALL_BYTES) {
            settle(done, new FutureTask<>(work));
        } else {
            FutureTask<T> task = new FutureTask<>(work);
            threads.execute(() -> {
                task.run();
                try {
                    onContext.execute(() -> settle(done, task));
                } catch (RejectedExecutionException e) {
                    LOG.debug("the router has stopped", e);
                }
            });
        }
        return done.future();
    }

    /** How much work waits for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /**
     * Works while the calling thread, which may wait, does so.
     *
     * @param bytes how large the body is, roughly
     * @throws Exception what the work throws
     */
    <T> T await(long bytes, Callable<T> work) throws Exception {
        if (bytes <= SMALL_BYTES) {
            return work.call();
        }
        try {
            return threads.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static <T> void settle(Promise<T> done, FutureTask<T> task) {
        task.run();
        try {
            done.complete(task.resultNow());
        } catch (IllegalStateException failed) {
            done.fail(task.exceptionNow());
        }
    }
}
