package io.ddm.daemon;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.net.Links;
import io.ddm.daemon.net.Requests;
import io.ddm.daemon.observe.PacedLog;
import io.ddm.fsm.Effect;
import io.ddm.fsm.peer.Transition;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the router decided: one line per effect. */
final class EffectRunner implements Consumer<Effect> {

    private static final Logger LOG = LoggerFactory.getLogger("io.ddm.router");
    private static final PacedLog PACED = new PacedLog(LOG);

    private final Links links;
    private final Requests requests;
    private final Dataplane dataplane;
    private final Consumer<Effect> observer;
    private final Runnable stopped;

    /**
     * @param observer sees every effect before it is carried out
     * @param stopped called when every peer has been told that we stop
     */
    EffectRunner(Links links, Requests requests, Dataplane dataplane, Consumer<Effect> observer, Runnable stopped) {
        this.links = links;
        this.requests = requests;
        this.dataplane = dataplane;
        this.observer = observer;
        this.stopped = stopped;
    }

    @Override
    public void accept(Effect effect) {
        observer.accept(effect);
        switch (effect) {
            case Effect.OpenInterface e -> links.open(e);
            case Effect.CloseInterface e -> links.close(e.name());
            case Effect.SendSolicitation e -> links.solicit(e.name());
            case Effect.SendAdvertisement e -> links.advertise(e.name(), e.to());
            case Effect.Pull e -> links.session(e.name(), e.epoch(), e.peer()).ifPresent(
                    client -> client.pull(e.held()));
            case Effect.Push e -> links.session(e.name(), e.epoch(), e.peer()).ifPresent(
                    client -> client.push(e.update(), e.extensions()));
            case Effect.CloseSession e -> links.closeSession(e.name());
            case Effect.AnswerPull e when e.isUnchanged() -> requests.answerUnchanged(e.request());
            case Effect.AnswerPull e -> requests.answerPull(e.request(), e.table(), e.extensions());
            case Effect.AcceptPush e -> requests.acceptPush(e.request());
            case Effect.DropRequest e -> drop(e);
            case Effect.Program e -> dataplane.apply(e.changes());
            case Effect.Changed e -> log(e.name(), e.transition());
            case Effect.Refused e -> PACED.warn(e.name() + " " + e.reason(), e.name() + ": not taken in from "
                    + e.peer().id() + ": " + e.reason().words() + ": " + e.example().destination() + " via "
                    + e.example().path() + ", " + e.count() + " in one message");
            case Effect.Notice e -> LOG.warn("{}: {}", e.name(), e.words());
            case Effect.Stopped e -> stopped.run();
        }
    }

    private void drop(Effect.DropRequest e) {
        LOG.debug("closing the connection of request {}: {}", e.request(), e.reason());
        requests.drop(e.request());
    }

    private static void log(String name, Transition change) {
        LOG.info("{}: {} -> {}{}, {}", name, change.from(), change.to(),
                change.peer().map(peer -> " " + peer.id() + " (" + peer.address() + ")").orElse(""), change.reason());
    }
}
