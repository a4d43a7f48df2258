package io.ddm.daemon.dataplane;

import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data plane that is a {@link ReconcileLoop} on a thread of its own, over any {@link ForwardingPlane}. */
public final class ReconciledDataplane implements Dataplane {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    private static final Duration FIRST_DUMP_RETRY = Duration.ofMillis(50);
    /** {@link #close} waits so long for work that is under way; a change of a large table takes seconds. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);

    private final ForwardingPlane plane;
    private final PendingChanges pending = new PendingChanges();
    private final ReconcileLoop loop;
    private final Thread thread;
    private volatile boolean closing;

    private ReconciledDataplane(ForwardingPlane plane, Consumer<Throwable> died) {
        this.plane = plane;
        this.loop = new ReconcileLoop(plane, pending, System::nanoTime);
        this.thread = Thread.ofPlatform().daemon().name("fib").unstarted(() -> run(died));
    }

    /**
     * Reads the forwarding plane and starts to keep it as desired. Waits up to 2 s for a complete state.
     *
     * @param plane closed with the data plane, also if this fails
     * @param died called on the data plane's thread when that ends by an error: nothing is programmed any more, routes
     *     stay as they are
     * @throws IOException if the forwarding plane cannot be read
     */
    public static Dataplane open(ForwardingPlane plane, Consumer<Throwable> died) throws IOException {
        boolean opened = false;
        try {
            ReconciledDataplane dataplane = new ReconciledDataplane(plane, died);
            while (!dataplane.loop.start()) {
                pause();
            }
            dataplane.thread.start();
            opened = true;
            return dataplane;
        } finally {
            if (!opened) {
                plane.close();
            }
        }
    }

    @Override
    public void apply(List<FibChange> changes) {
        pending.add(changes);
        plane.wake();
    }

    @Override
    public void rank(NextHopRanks ranks) {
        pending.rank(ranks);
        plane.wake();
    }

    @Override
    public void sweep() {
        pending.addSweep();
        plane.wake();
    }

    @Override
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> flush = pending.addFlush();
        plane.wake();
        return flush;
    }

    @Override
    public void onApplied(LongConsumer observer) {
        loop.onApplied(observer);
    }

    @Override
    public DataplaneStatus status() {
        return loop.status();
    }

    @Override
    public CompletionStage<Void> removeAll() {
        CompletableFuture<Void> removal = pending.addRemoval();
        plane.wake();
        return removal;
    }

    @Override
    public void close() {
        closing = true;
        plane.wake();
        boolean ended = false;
        try {
            ended = thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            // The thread frees its resources when its request is answered, if the process still runs then.
            DataplaneStatus left = status();
            pending.close();
            LOG.warn("data plane: no answer to a request after {} ms; routes installed: {}, changes not made: {}",
                    CLOSE_TIMEOUT.toMillis(), left.installed(), left.pending());
        }
    }

    private void run(Consumer<Throwable> died) {
        Throwable error = null;
        try {
            while (!closing) {
                plane.await(loop.millisUntilDue());
                if (!closing) {
                    loop.work();
                }
            }
        } catch (Throwable e) {
            error = e;
        } finally {
            pending.close();
            plane.close();
        }
        if (error != null) {
            died.accept(error);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(FIRST_DUMP_RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the forwarding plane was read");
        }
    }
}
