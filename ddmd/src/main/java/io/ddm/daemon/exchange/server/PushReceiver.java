package io.ddm.daemon.exchange.server;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Update;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes on one interface: authenticates them, holds those whose sender is not the peer yet, decodes them, and
 * submits them as events in the order in which they arrived. Large bodies are processed off the router's context, on
 * which this lives.
 */
final class PushReceiver {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /**
     * Pushes of the peer that wait for decoding. A peer sends the next one after the answer to the last, or a timeout.
     */
    private static final int MAX_WAITING_PUSHES = 4;

    private final String name;
    private final Predicate<Ipv6Address> isPeer;
    private final Optional<RequestVerifier> verifier;
    private final Consumer<Event> events;
    private final PendingExchanges requests;
    private final ExchangeResources resources;
    private final NetObserver observer;
    private final HeldPushes held;
    private final PushQueue fromPeer = new PushQueue();
    private final PushQueue fromOthers = new PushQueue();

    PushReceiver(Vertx vertx, String name, Predicate<Ipv6Address> isPeer, Optional<RequestVerifier> verifier,
            Consumer<Event> events, PendingExchanges requests, ExchangeResources resources, NetObserver observer) {
        this.name = name;
        this.isPeer = isPeer;
        this.verifier = verifier;
        this.events = events;
        this.requests = requests;
        this.resources = resources;
        this.observer = observer;
        this.held = new HeldPushes(vertx, push -> observer.requestRefused(name, "not the peer"));
    }

    /** A push has arrived with its whole body. */
    void push(HttpCall call, ExchangeCodec codec, Ipv6Address source) {
        ArrivedPush push = new ArrivedPush(call, codec, source, call.body().getBytes(), ReplySigner.NONE);
        if (verifier.isEmpty()) {
            accept(push);
            return;
        }
        RequestVerifier keys = verifier.get();
        var check = keys.check(call, source, push.body());
        PushQueue queue = isPeer.test(source) ? fromPeer : fromOthers;
        queue.add(() -> resources.codecs()
                .async(name, push.body().length, check::get)
                .onSuccess(checked -> keys.accept(call, source, checked)
                        .ifPresent(signer -> accept(push.with(signer))))
                .onFailure(e -> busy(call, e)));
    }

    /** A session with this peer has begun: its held pushes are decoded now. */
    void peerFound(Ipv6Address peer) {
        held.takeFrom(peer).forEach(push -> fromPeer.add(() -> decode(push)));
    }

    /** An authentic push; its content counts once its sender is the peer. */
    private void accept(ArrivedPush push) {
        if (isPeer.test(push.source())) {
            fromPeer.add(() -> decode(push));
        } else {
            held.hold(push);
        }
    }

    private Future<?> decode(ArrivedPush push) {
        if (fromPeer.waiting() > MAX_WAITING_PUSHES) {
            observer.requestRefused(name, "too many waiting");
            ExchangeServer.refuse(push.call().request(), 503, "earlier pushes are still being read");
            return Future.succeededFuture();
        }
        return resources.codecs()
                .async(name, push.body().length, () -> push.codec().decodeUpdate(push.body(), resources.limits()))
                .onSuccess(update -> submit(push, update))
                .onFailure(e -> rejected(push, e));
    }

    private void submit(ArrivedPush push, Decoded<Update> update) {
        if (update.skippedCount() > 0) {
            observer.entriesSkipped(name, update.skippedCount());
            PACED.warn(name + " skipped", name + ": skipped in an update: " + update.skippedLine());
        }
        events.accept(new Event.PushReceived(name, push.source(), update.value(),
                requests.add(name, push.call(), push.codec(), push.signer())));
    }

    private void rejected(ArrivedPush push, Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            busy(push.call(), cause);
            return;
        }
        String problem = cause instanceof BadJsonException
                ? String.valueOf(cause.getMessage())
                : "cannot read the body";
        observer.requestRefused(name, "bad body");
        PACED.warn(name + " body", name + ": rejected an update from " + push.call().request().remoteAddress() + ": "
                + problem);
        push.call().error(400, problem);
    }

    private void busy(HttpCall call, Throwable cause) {
        LOG.debug("{}: rejected a push", name, cause);
        observer.requestRefused(name, "too many waiting");
        ExchangeServer.refuse(call.request(), 503, "earlier requests are still being read");
    }
}
