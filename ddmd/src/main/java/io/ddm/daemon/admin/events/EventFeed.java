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
import io.ddm.fsm.peer.InterfaceReport;
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
 * What the router does, as messages for the readers of {@code GET /events}. It observes events and effects and passes
 * each message on at once; changes of routes are collected for a moment. Without a subscriber it does nothing. Lives on
 * the router's event loop.
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
        if (subscribers == 0) {
            return;
        }
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
        if (subscribers == 0) {
            return;
        }
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
        if (subscribers > 0) {
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
    }

    /**
     * Adds a subscriber: it gets every message after the snapshot that is returned.
     *
     * @param outlet takes the messages for all subscribers, without waiting; the same for each
     */
    NumberedEvent subscribe(Consumer<? super NumberedEvent> outlet) {
        this.outlet = outlet;
        if (subscribers == 0) {
            interfaces.clear();
            driver.get().interfaces().stream().map(InterfaceReport::name).forEach(interfaces::add);
            hasFibChanged = false;
            remember(driver.get().versions());
        }
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
                if (subscribers > 0) {
                    look();
                }
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
        outlet.accept(new NumberedEvent(newest, event));
    }
}
