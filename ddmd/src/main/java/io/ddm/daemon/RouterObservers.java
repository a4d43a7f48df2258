package io.ddm.daemon;

import io.ddm.daemon.admin.events.EventFeed;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.probe.AnswerTimes;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Transition;
import java.util.function.Consumer;

/** What follows the router: metrics, health, readiness, log, event stream. Called on the router's event loop. */
final class RouterObservers implements Driver.Observer {

    private final RouterLog log = new RouterLog();
    private final Telemetry telemetry;
    private final EventFeed feed;
    private final AnswerTimes answers;
    private final Consumer<Event> probe;

    /**
     * @param answers measures solicitations
     * @param probe sees every event last, before the router handles it
     */
    RouterObservers(Telemetry telemetry, EventFeed feed, AnswerTimes answers, Consumer<Event> probe) {
        this.telemetry = telemetry;
        this.feed = feed;
        this.answers = answers;
        this.probe = probe;
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.PacketReceived packet && packet.advertise()) {
            answers.advertised(packet.name(), packet.sender());
        }
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

    @Override
    public void waited(long nanos) {
        telemetry.metrics().waited(nanos);
    }

    @Override
    public void settled() {
        telemetry.metrics().settled();
    }

    /** An effect that is about to be carried out. */
    void effect(Effect effect) {
        telemetry.metrics().effect(effect);
        telemetry.health().effect(effect);
        log.effect(effect);
        feed.effect(effect);
        if (effect instanceof Effect.SendSolicitation sent) {
            answers.solicited(sent.name());
        } else if (effect instanceof Effect.Changed change) {
            changed(change.name(), change.transition());
        }
    }

    private void changed(String name, Transition change) {
        answers.end(name);
        if (change.to() == FsmState.EXCHANGE) {
            change.peer().ifPresent(peer -> answers.begin(name, peer));
        }
    }
}
