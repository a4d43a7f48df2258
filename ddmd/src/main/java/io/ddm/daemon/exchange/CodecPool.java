package io.ddm.daemon.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes, decodes and signs bodies: small ones on the calling thread, large ones on two worker threads, so that they
 * do not delay the event loop. Links take turns, and each has a bounded queue, so no link delays another. Thread-safe.
 */
public final class CodecPool {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");

    /** Bodies up to this size are processed on the calling thread: some hundred entries, well below 1 ms. */
    static final int SMALL_BYTES = 16 * 1024;

    /**
     * Bound on the queue of one link. A link needs five: its own pull and push, the pull of its peer, and pushes of its
     * peer and of others.
     */
    static final int MAX_WAITING = 16;

    private static final int THREADS = 2;

    private final Executor onContext;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("exchange-codec-", 0).factory());

    /** Queues by link; the first link is next. */
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private int working;

    /**
     * @param onContext runs tasks on the router's context, where asynchronous work completes
     */
    CodecPool(Executor onContext) {
        this.onContext = onContext;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs work without delaying the router's context, on which this is called. The future completes there; at once if
     * the work is small. It fails with a {@link RejectedExecutionException} if the queue of the link is full.
     *
     * @param bytes estimated size of the body
     */
    public <T> Future<T> async(String link, long bytes, Callable<T> work) {
        Promise<T> done = Promise.promise();
        if (bytes <= SMALL_BYTES) {
            settle(done, new FutureTask<>(work));
        } else {
            FutureTask<T> task = new FutureTask<>(work);
            try {
                enqueue(link, () -> {
                    task.run();
                    try {
                        onContext.execute(() -> settle(done, task));
                    } catch (RejectedExecutionException e) {
                        LOG.debug("the router has stopped", e);
                    }
                });
            } catch (RejectedExecutionException full) {
                done.fail(full);
            }
        }
        return done.future();
    }

    /** How much work waits for a thread, on all links. */
    public synchronized int waiting() {
        return waiting.values().stream().mapToInt(Queue::size).sum();
    }

    /**
     * Runs work and waits for it.
     *
     * @param bytes estimated size of the body
     * @throws RejectedExecutionException if the queue of the link is full
     * @throws Exception if the work throws it
     */
    public <T> T await(String link, long bytes, Callable<T> work) throws Exception {
        if (bytes <= SMALL_BYTES) {
            return work.call();
        }
        try {
            FutureTask<T> task = new FutureTask<>(work);
            enqueue(link, task);
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private synchronized void enqueue(String link, Runnable task) {
        Queue<Runnable> ofLink = waiting.computeIfAbsent(link, first -> new ArrayDeque<>());
        if (ofLink.size() >= MAX_WAITING) {
            throw new RejectedExecutionException(
                    link + ": " + MAX_WAITING + " bodies of this link are waiting already");
        }
        ofLink.add(task);
        if (working < THREADS) {
            working++;
            threads.execute(this::workOff);
        }
    }

    private void workOff() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** The next work, of the link whose turn it is. */
    private synchronized @Nullable Runnable next() {
        Iterator<Map.Entry<String, Queue<Runnable>>> links = waiting.entrySet().iterator();
        if (!links.hasNext()) {
            working--;
            return null;
        }
        Map.Entry<String, Queue<Runnable>> turn = links.next();
        String link = turn.getKey();
        Queue<Runnable> left = turn.getValue();
        links.remove();
        Runnable task = left.remove();
        if (!left.isEmpty()) {
            waiting.put(link, left);
        }
        return task;
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
