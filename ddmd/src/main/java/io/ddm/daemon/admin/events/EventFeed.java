package io.ddm.daemon.admin.events;

import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.admin.events.RouterEvent;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.fsm.ReportVersions;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the router does, as messages for the readers of {@code GET /events} and {@code GET /history}. It observes events
 * and effects and passes each message on at once; changes of routes are collected for a moment. Lives on the router's
 * event loop.
 */
public final class EventFeed {

    /** Changes of routes within this time make one message. */
    static final Duration ROUTES_INTERVAL = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Supplier<Driver> driver;
    private final Set<String> interfaces = new TreeSet<>();
    private Consumer<? super NumberedEvent> outlet = message -> {};
    private Optional<String> removed = Optional.empty();
    private Map<ProblemKey, Problem> problems = Map.of();
    private final EventHistory history = new EventHistory();
    private long imported;
    private long originated;
    private boolean hasFibChanged;
    private boolean isLooking;
    private int subscribers;
    private long newest;

    private record ProblemKey(ProblemKind kind, String on) {}

    /**
     * @param vertx for the timer that collects changes of routes
     * @param driver of the router; asked for when something has happened, so it may be made later
     */
    public EventFeed(Vertx vertx, Supplier<Driver> driver) {
        this.vertx = vertx;
        this.driver = driver;
    }

    /** An event that the router is about to handle. */
    public void event(Event event) {
        switch (event) {
            case Event.InterfaceConfigured e -> {
                if (interfaces.add(e.name())) {
                    publish(new RouterEvent.InterfaceChanged(now(), e.name(), true));
                }
            }
            case Event.InterfaceRemoved e -> removed = Optional.of(e.name()).filter(interfaces::remove);
            case Event.LinkRoleSet e -> publish(new RouterEvent.RoleChanged(now(), e.name(), e.role()));
            case Event.PacketReceived e -> {
                // Changes no table by itself; what follows from it is seen as an effect.
            }
            default -> lookSoon();
        }
    }

    /** An effect that is about to be carried out. */
    public void effect(Effect effect) {
        switch (effect) {
            case Effect.Changed e -> {
                publish(EventViews.transition(e.name(), e.transition()));
                lookSoon();
            }
            case Effect.Program e -> {
                hasFibChanged = true;
                lookSoon();
            }
            case Effect.ProbesChanged e -> publish(EventViews.probes(now(), e));
            case Effect.Notice e -> publish(new RouterEvent.Notice(now(), e.name(), e.message()));
            default -> {
                // Not for operators, or counted in the tables.
            }
        }
    }

    /** An event has been handled, its effects are carried out: an interface goes after its last transition. */
    public void handled() {
        removed.ifPresent(name -> publish(new RouterEvent.InterfaceChanged(now(), name, false)));
        removed = Optional.empty();
    }

    /** What is wrong now. */
    public void problems(List<Problem> now) {
        Map<ProblemKey, Problem> found = new LinkedHashMap<>();
        now.forEach(problem -> found.put(new ProblemKey(problem.kind(), problem.on()), problem));
        Map<ProblemKey, Problem> before = problems;
        problems = found;
        before.forEach((key, problem) -> {
            if (!found.containsKey(key)) {
                publish(EventViews.problem(now(), false, problem));
            }
        });
        found.forEach((key, problem) -> {
            if (!before.containsKey(key)) {
                publish(EventViews.problem(now(), true, problem));
            }
        });
    }

    /**
     * Adds a subscriber: it gets every message after the snapshot that is returned.
     *
     * @param outlet takes the messages for all subscribers, without waiting; the same for each
     */
    NumberedEvent subscribe(Consumer<? super NumberedEvent> outlet) {
        this.outlet = outlet;
        NumberedEvent first = snapshot(false);
        subscribers++;
        return first;
    }

    /** The router now, for a subscriber that has missed messages. */
    NumberedEvent resync() {
        return snapshot(true);
    }

    /** Removes a subscriber; returns how many are left. */
    int unsubscribe() {
        subscribers--;
        return subscribers;
    }

    /** The sizes of the tables, now. */
    public RouteCounts counts() {
        return counts(driver.get().report());
    }

    /**
     * The latest events.
     *
     * @param newest the number of the newest
     * @param list oldest first
     */
    public record Latest(long newest, List<NumberedEvent> list) {

        /** Copies the list. */
        public Latest {
            list = List.copyOf(list);
        }
    }

    /** The latest events of those after the one with this number. */
    public Latest history(long after) {
        look();
        return new Latest(newest, history.after(after));
    }

    /** How many subscribers there are. */
    int subscribers() {
        return subscribers;
    }

    /** Changes of routes that wait for their message go first: the snapshot shows them already. */
    private NumberedEvent snapshot(boolean isResync) {
        look();
        RouterReport report = driver.get().report();
        return new NumberedEvent(newest,
                EventViews.snapshot(now(), isResync, report, counts(report), problems.values()));
    }

    private void lookSoon() {
        if (!isLooking) {
            isLooking = true;
            vertx.setTimer(ROUTES_INTERVAL.toMillis(), late -> {
                isLooking = false;
                look();
            });
        }
    }

    /** Costs nothing that grows with a table. */
    private void look() {
        ReportVersions versions = driver.get().versions();
        if (hasFibChanged || versions.imported() != imported || versions.originated() != originated) {
            hasFibChanged = false;
            remember(versions);
            publish(new RouterEvent.Routes(now(), counts(driver.get().report())));
        }
    }

    private void remember(ReportVersions versions) {
        imported = versions.imported();
        originated = versions.originated();
    }

    private RouteCounts counts(RouterReport report) {
        return EventViews.counts(report, driver.get().networks());
    }

    private Instant now() {
        return driver.get().now();
    }

    private void publish(RouterEvent event) {
        newest++;
        NumberedEvent numbered = new NumberedEvent(newest, event);
        history.add(numbered);
        if (subscribers > 0) {
            outlet.accept(numbered);
        }
    }
}
