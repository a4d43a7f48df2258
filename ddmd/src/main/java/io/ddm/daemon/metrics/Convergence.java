package io.ddm.daemon.metrics;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Time from an update or a table of a peer until the kernel has accepted or rejected the routes that follow. Updates
 * that come while one is measured are measured together with it, so the memory for this is bounded. What changes no
 * route is not counted. Used on the router's event loop.
 */
final class Convergence {

    private static final Duration[] BUCKETS = Buckets.ofMillis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000,
            10_000, 30_000, 60_000);

    private final Timer timer;
    private final Supplier<CompletionStage<Void>> flush;
    private final Executor context;
    private final LongSupplier nanos;
    private boolean measuring;
    private boolean unwritten;
    private boolean flushing;
    private boolean settled;
    private boolean written;
    private long begin;
    private long end;

    /**
     * @param flush completes when the data plane has processed everything that is desired now
     * @param context the router's context
     * @param nanos nanoseconds that never go back; any thread
     */
    Convergence(MeterRegistry registry, Supplier<CompletionStage<Void>> flush, Executor context, LongSupplier nanos) {
        this.timer = Timer.builder("ddm.convergence").serviceLevelObjectives(BUCKETS).register(registry);
        this.flush = flush;
        this.context = context;
        this.nanos = nanos;
    }

    void event(Event event) {
        settled = false;
        if (!measuring && (event instanceof Event.PushReceived || event instanceof Event.PullCompleted)) {
            measuring = true;
            unwritten = false;
            written = false;
            begin = nanos.getAsLong();
        }
    }

    /** An effect that is about to be carried out. */
    void effect(Effect effect) {
        unwritten |= effect instanceof Effect.Program;
    }

    /** The router has no work left, and its effects have been carried out. */
    void settled() {
        settled = true;
        step();
    }

    private void step() {
        if (!measuring || flushing || !settled) {
            return;
        }
        if (unwritten) {
            unwritten = false;
            flushing = true;
            flush.get().whenComplete((done, failure) -> {
                long now = nanos.getAsLong();
                context.execute(() -> flushed(failure == null, now));
            });
            return;
        }
        measuring = false;
        if (written) {
            timer.record(end - begin, TimeUnit.NANOSECONDS);
        }
    }

    private void flushed(boolean succeeded, long now) {
        flushing = false;
        written = succeeded;
        end = now;
        step();
    }
}
