package io.ddm.daemon.core;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.exchange.server.PendingExchanges;
import io.ddm.daemon.probe.Prober;
import io.ddm.daemon.sockets.InterfaceSockets;
import io.ddm.fsm.event.Effect;
import java.util.function.Consumer;

/** Carries out what the router decided: one line per effect. */
public final class EffectRunner implements Consumer<Effect> {

    private final InterfaceSockets links;
    private final PendingExchanges requests;
    private final Prober prober;
    private final Dataplane dataplane;
    private final Consumer<Effect> observer;
    private final Runnable stopped;

    /**
     * @param observer sees every effect before it is carried out
     * @param stopped called when the withdrawals of a stop have been sent to every peer
     */
    public EffectRunner(InterfaceSockets links, PendingExchanges requests, Prober prober, Dataplane dataplane,
            Consumer<Effect> observer, Runnable stopped) {
        this.links = links;
        this.requests = requests;
        this.prober = prober;
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
            case Effect.Pull e ->
                links.session(e.name(), e.epoch(), e.peer()).ifPresent(client -> client.pull(e.held()));
            case Effect.Push e -> links.session(e.name(), e.epoch(), e.peer())
                    .ifPresent(client -> client.push(e.update(), e.extensions()));
            case Effect.CloseSession e -> links.closeSession(e.name());
            case Effect.AnswerPull e when e.isUnchanged() -> requests.answerUnchanged(e.request());
            case Effect.AnswerPull e -> requests.answerPull(e.request(), e.table(), e.extensions());
            case Effect.AcceptPush e -> requests.acceptPush(e.request());
            case Effect.DropRequest e -> requests.drop(e.request());
            case Effect.Probe e -> prober.start(e.name(), e.index(), e.from(), e.to(), e.epoch());
            case Effect.StopProbe e -> prober.stop(e.name());
            case Effect.RankNextHops e -> dataplane.rank(e.ranks());
            case Effect.Program e -> dataplane.apply(e.changes());
            case Effect.Changed e -> {
                // Logged, counted and shown by the observer.
            }
            case Effect.RejectedRoutes e -> {
            }
            case Effect.ProbesChanged e -> {
            }
            case Effect.Notice e -> {
            }
            case Effect.Stopped e -> stopped.run();
        }
    }
}
