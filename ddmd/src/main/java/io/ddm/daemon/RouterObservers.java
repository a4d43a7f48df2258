package io.ddm.daemon;

import io.ddm.daemon.admin.events.EventFeed;
import io.ddm.daemon.core.Driver;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import java.util.function.Consumer;

/** What follows the router: metrics, health, readiness, log and event stream. Called on the router's event loop. */
final class RouterObservers implements Driver.Observer {

    private final RouterLog log = new RouterLog();
    private final Telemetry telemetry;
    private final EventFeed feed;
    private final Consumer<Event> probe;

    /**
     * @param probe sees every event last, before the router handles it
     */
    RouterObservers(Telemetry telemetry, EventFeed feed, Consumer<Event> probe) {
        this.telemetry = telemetry;
        this.feed = feed;
        this.probe = probe;
    }

    @Override
    public void event(Event event) {
        telemetry.metrics().event(event);
        telemetry.health().event(event);
        log.event(event);
        telemetry.readiness().event(event);
        feed.event(event);
        probe.accept(event);
    }

    @Override
    public void done(String work, long cpu) {
        telemetry.metrics().loopWork(work, cpu);
        feed.handled();
    }

    /** An effect that is about to be carried out. */
    void effect(Effect effect) {
        telemetry.metrics().effect(effect);
        telemetry.health().effect(effect);
        log.effect(effect);
        feed.effect(effect);
    }
}
