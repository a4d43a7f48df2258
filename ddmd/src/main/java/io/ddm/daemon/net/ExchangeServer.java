package io.ddm.daemon.net;

import io.ddm.api.access.ExchangeReply;
import io.ddm.api.access.ExchangeRequest;
import io.ddm.api.access.RequestProof;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Routes;
import io.ddm.daemon.observe.PacedLog;
import io.ddm.fsm.Event;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange port of one interface: pulls and pushes of every version become events, and wait in {@link Requests} for
 * the router's word.
 */
final class ExchangeServer {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeServer.class);
    private static final PacedLog PACED = new PacedLog(LOG);

    /** A connection that does not get a whole request answered for this long is closed, however busy it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Optional<ExchangeProofs> proofs;
    private final Consumer<Event> events;
    private final Requests requests;
    private final RateLimit rate;
    private final ConnectionGuard guard;
    private final NetObserver observer;
    private final Routes routes;
    private final HttpServer server;

    ExchangeServer(Vertx vertx, String name, NetConfig config, Predicate<Ipv6Address> isPeer, Consumer<Event> events,
            Requests requests, NetObserver observer) {
        NetLimits limits = config.limits();
        this.name = name;
        this.proofs = config.proofs();
        this.events = events;
        this.requests = requests;
        this.observer = observer;
        this.rate = new RateLimit(limits.requestsPerSecond());
        this.guard = new ConnectionGuard(vertx, limits.connections(), PATIENCE, this::tooManyConnections);
        this.routes = new Routes(request -> source(request).filter(isPeer).isPresent()
                ? limits.maxBodyBytes()
                : Math.min(limits.maxBodyBytes(), NetLimits.STRANGERS_BODY_BYTES));
        for (ProtocolVersion version : ProtocolVersion.values()) {
            ExchangeCodec codec = ExchangeCodec.of(version);
            routes.on(HttpMethod.GET, "/v" + version.number() + "/pull",
                    proven((call, seal) -> pull(call, codec, seal)));
            routes.on(HttpMethod.PUT, "/v" + version.number() + "/push",
                    proven((call, seal) -> push(call, codec, seal)));
        }
        this.server = vertx.createHttpServer(ConnectionGuard.options());
        guard.watch(server);
        server.requestHandler(this::handle);
        server.invalidRequestHandler(request -> {
            observer.requestRefused(name, "not HTTP");
            request.connection().close();
        });
        server.exceptionHandler(e -> LOG.debug("{}: exchange connection: {}", name, e.getMessage()));
    }

    /** Begins to accept. */
    Future<?> listen(InetSocketAddress address) {
        return server.listen(SocketAddress.inetSocketAddress(address));
    }

    Future<?> close() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        guard.request(request);
        if (source(request).isEmpty()) {
            observer.requestRefused(name, "not link-local");
            request.connection().close();
        } else if (!rate.pass()) {
            observer.requestRefused(name, "too many");
            PACED.warn(name + " requests", name + ": more exchange requests than --max-requests allows are refused,"
                    + " this one from " + request.remoteAddress());
            request.connection().close();
        } else {
            routes.handle(request);
        }
    }

    private void tooManyConnections() {
        observer.requestRefused(name, "connection");
        PACED.warn(name + " connections", name + ": exchange connections are closed that were more than"
                + " --max-connections allows, or did not get to a request within " + PATIENCE.toSeconds() + " s");
    }

    private void pull(HttpCall call, ExchangeCodec codec, ReplySeal seal) {
        String said = call.request().getHeader(ExtensionsHeader.NAME);
        Extensions theirs = ExtensionsHeader.parse(said);
        source(call.request()).ifPresent(source -> events.accept(new Event.PullReceived(name, source, theirs,
                ExtensionsHeader.held(said), requests.add(call, codec, seal))));
    }

    private void push(HttpCall call, ExchangeCodec codec, ReplySeal seal) {
        try {
            Decoded<Update> update = codec.decodeUpdate(call.body().getBytes());
            if (!update.skipped().isEmpty()) {
                observer.entriesSkipped(name, update.skipped().size());
                PACED.warn(name + " skipped", name + ": skipped in an update: " + String.join("; ", update.skipped()));
            }
            source(call.request()).ifPresent(source -> events.accept(
                    new Event.PushReceived(name, source, update.value(), requests.add(call, codec, seal))));
        } catch (BadJsonException e) {
            observer.requestRefused(name, "bad body");
            PACED.warn(name + " body", name + ": refused an update from " + call.request().remoteAddress() + ": "
                    + e.getMessage());
            call.error(400, e.getMessage());
        }
    }

    /** The sender without its zone, if it is on the link. */
    private static Optional<Ipv6Address> source(HttpServerRequest request) {
        return LinkLocal.of(request.remoteAddress());
    }

    /** Lets only those through that prove a key, where there are keys; before anything in a body is believed. */
    private Consumer<HttpCall> proven(BiConsumer<HttpCall, ReplySeal> handler) {
        if (proofs.isEmpty()) {
            return call -> handler.accept(call, ReplySeal.NONE);
        }
        ExchangeProofs ours = proofs.get();
        return call -> source(call.request()).ifPresent(source -> {
            switch (ours.judge(signed(call, source), call.request().getHeader(RequestProof.HEADER))) {
                case ExchangeProofs.Verdict.Proven by -> handler.accept(call, seal(ours, by.proof()));
                case ExchangeProofs.Verdict.Challenged with ->
                    demand(call, RequestProof.demand(with.challenge()), "prove that you mean this process");
                case ExchangeProofs.Verdict.Refused as -> {
                    observer.requestRefused(name, as.cause());
                    PACED.warn(name + " " + as.cause(), name + ": refused a request from " + source + ": "
                            + as.cause() + "; see --exchange-key-file");
                    events.accept(new Event.PeerUnproven(name, source, "its requests show " + as.cause()));
                    demand(call, RequestProof.SCHEME, "this exchange is protected by a key, and this is " + as.cause());
                }
            }
        });
    }

    private static ExchangeRequest signed(HttpCall call, Ipv6Address source) {
        HttpServerRequest request = call.request();
        return new ExchangeRequest(request.method().name(), request.path(), source,
                LinkLocal.of(request.localAddress()).orElse(source),
                Objects.requireNonNullElse(request.getHeader(ExtensionsHeader.NAME), ""), call.body().getBytes());
    }

    private static ReplySeal seal(ExchangeProofs ours, RequestProof request) {
        return (response, status, body) -> response.putHeader(RequestProof.HEADER,
                ours.prove(new ExchangeReply(status,
                        Objects.requireNonNullElse(response.headers().get(ExtensionsHeader.NAME), ""), body), request));
    }

    private static void demand(HttpCall call, String how, String message) {
        call.request().response().putHeader("www-authenticate", how);
        call.error(401, message);
    }
}
