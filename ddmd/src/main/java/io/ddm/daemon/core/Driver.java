package io.ddm.daemon.core;

import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.ReportVersions;
import io.ddm.fsm.Reports;
import io.ddm.fsm.Router;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.explain.Explanation;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Event, router, effects, one timer: the loop that owns a router. Events may come from any thread and are handled in
 * the order of their submission; everything else happens on the router's context. After a failure nothing is
 * handled and no effect is carried out any more.
 */
public final class Driver {

    /** Sees what the router does. */
    public interface Observer {
        /** An event is about to be handled. */
        void event(Event event);

        /**
         * Work of the router is done, its effects included.
         *
         * @param work an event's simple class name, or {@code Report} for a question
         * @param cpu nanoseconds of the loop's processor time
         */
        default void done(String work, long cpu) {}

        /**
         * An event or a timer waited for the loop.
         *
         * @param nanos since its submission, or since it was due
         */
        default void waited(long nanos) {}

        /** All work that followed from the events until now is done, effects included. */
        default void settled() {}
    }

    /** Takes note of what ended the router. */
    public interface Fault {
        /**
         * An event could not be handled, or what followed from it not be carried out.
         *
         * @param working the link whose peer's tables were worked on
         */
        void event(Event event, Optional<String> working, Throwable cause);
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Vertx vertx;
    private final Context context;
    private final Router router;
    private final MonotonicClock clock;
    private final Observer observer;
    private final Consumer<Effect> runner;
    private final Fault fault;
    private final Deque<Promise<Void>> originations = new ArrayDeque<>();
    private long timer = -1;
    private boolean ticking;
    private Optional<Recorder> recorder = Optional.empty();
    private volatile boolean ended;
    private volatile Optional<String> heaviest = Optional.empty();
    private volatile int longestId;
    private long importedVersion = -1;

    /**
     * @param context the event-loop context that the router lives on
     * @param observer sees every event before the router does, and what it has cost
     * @param runner carries out every effect, on the context, those of an event by {@link EffectOrder}
     * @param fault receives the event and the cause when the router or an effect fails
     */
    public Driver(Vertx vertx, Context context, Router router, MonotonicClock clock, Observer observer,
            Consumer<Effect> runner, Fault fault) {
        this.vertx = vertx;
        this.context = context;
        this.router = router;
        this.clock = clock;
        this.observer = observer;
        this.runner = runner;
        this.fault = fault;
    }

    /** Keeps what the router handles from now on. Before the first event. */
    public void record(Recorder keeper) {
        recorder = Optional.of(keeper);
    }

    /** The router's state as of now. On the context only, between two events. */
    public StateCapture capture() {
        return StateCapture.of(router::archive);
    }

    /**
     * Submits an event.
     *
     * @return completes on the context when the router has handled it and its effects have been started; originations
     *     and withdrawals are then complete. Never after a failure or {@link #end}, which the end of the
     *     process follows
     */
    public Future<Void> submit(Event event) {
        Promise<Void> handled = Promise.promise();
        long submitted = System.nanoTime();
        context.runOnContext(ignored -> {
            observer.waited(System.nanoTime() - submitted);
            if (event instanceof Event.Originate || event instanceof Event.Withdraw) {
                originations.add(handled);
                step(event);
                return;
            }
            step(event);
            if (!ended) {
                handled.complete();
            }
        });
        return handled.future();
    }

    /** From now on events are ignored: what effects need is being closed. Any thread. */
    public void end() {
        ended = true;
    }

    /** What operators see. On the context only. */
    public RouterReport report() {
        return ask(router.reports()::all);
    }

    /** What we originate, sorted, as of now. On the context only; may be read on any thread. */
    public Iterable<Destination> originated() {
        return ask(router.reports()::originated);
    }

    /** What each peer offers, sorted, as of now. On the context only; may be read on any thread. */
    public SortedMap<NextHop, OfferedTable> imported() {
        return ask(router.reports()::imported);
    }

    /** Why a network is reached as it is now. On the context only; may be read on any thread. */
    public Explanation explain(Prefix asked) {
        return ask(() -> router.reports().explain(asked));
    }

    /** Forwarding as of now. On the context only; may be read on any thread. */
    public ForwardingReport forwarding() {
        return ask(router.reports()::forwarding);
    }

    /** Which sections of the report have changed. On the context only. */
    public ReportVersions versions() {
        return router.reports().versions();
    }

    /** How many networks the forwarding plane is to have a route to. On the context only. */
    public int networks() {
        return router.reports().fib().size();
    }

    /** Whether the first table of a peer is in transfer, or being imported. On the context only. */
    public boolean isAnyTableAwaited() {
        return router.reports().isAnyTableAwaited();
    }

    /** The report's interfaces alone. On the context only. */
    public List<InterfaceReport> interfaces() {
        return ask(router.reports()::interfaces);
    }

    /** The longest id on any imported path, in bytes. Any thread. */
    public int longestId() {
        return longestId;
    }

    /** The link whose peer offers most paths, if any does. Any thread. */
    public Optional<String> heaviest() {
        return heaviest;
    }

    /** The instant on which durations in a report are to be based. */
    public Instant now() {
        return clock.now();
    }

    private <T> T ask(Supplier<T> question) {
        long begin = THREADS.getCurrentThreadCpuTime();
        T answer = question.get();
        observer.done("Report", THREADS.getCurrentThreadCpuTime() - begin);
        return answer;
    }

    private void step(Event event) {
        if (ended) {
            return;
        }
        try {
            long begin = THREADS.getCurrentThreadCpuTime();
            List<Effect> effects = handle(event);
            remember(router.reports());
            EffectOrder.urgentFirst(effects).forEach(runner);
            while (originations.size() > router.pendingOriginations()) {
                originations.remove().complete();
            }
            if (router.isBusy()) {
                disarm();
                tick();
            } else {
                router.nextDeadline().ifPresentOrElse(this::arm, this::disarm);
                observer.settled();
            }
            observer.done(event.getClass().getSimpleName(), THREADS.getCurrentThreadCpuTime() - begin);
        } catch (Throwable cause) {
            ended = true;
            fault.event(event, router.workingOn(), cause);
        }
    }

    /** Any thread asks for these, also when the loop hangs; they follow from what is imported. */
    private void remember(Reports reports) {
        long version = reports.versions().imported();
        if (version != importedVersion) {
            importedVersion = version;
            heaviest = reports.heaviest();
            longestId = reports.longestId();
        }
    }

    private List<Effect> handle(Event event) {
        Instant now = clock.now();
        List<Effect> effects;
        try {
            observer.event(event);
            effects = router.handle(event, now);
        } catch (RuntimeException | Error e) {
            // Without memory there is just enough for the report.
            if (!(e instanceof OutOfMemoryError)) {
                recorder.ifPresent(keeper -> keeper.failed(now, event, e));
            }
            throw e;
        }
        recorder.ifPresent(keeper -> keeper.handled(now, event, effects));
        return effects;
    }

    /** Work that is left goes on after whatever else waits for the loop. */
    private void tick() {
        if (!ticking) {
            ticking = true;
            long due = System.nanoTime();
            context.runOnContext(ignored -> {
                ticking = false;
                observer.waited(System.nanoTime() - due);
                step(new Event.Tick());
            });
        }
    }

    private void arm(Instant deadline) {
        disarm();
        // Rounded up, so that the tick does not come before its deadline.
        long delay = Math.max(1, Duration.between(clock.now(), deadline).plusNanos(999_999).toMillis());
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        timer = vertx.setTimer(delay, ignored -> {
            observer.waited(Math.max(0, System.nanoTime() - due));
            step(new Event.Tick());
        });
    }

    private void disarm() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
