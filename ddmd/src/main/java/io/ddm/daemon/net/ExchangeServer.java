package io.ddm.daemon.net;

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
import java.util.Optional;
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
    private final Consumer<Event> events;
    private final Requests requests;
    private final RateLimit rate;
    private final ConnectionGuard guard;
    private final NetObserver observer;
    private final Routes routes;
    private final HttpServer server;

    ExchangeServer(Vertx vertx, String name, NetLimits limits, Predicate<Ipv6Address> isPeer,
            Consumer<Event> events, Requests requests, NetObserver observer) {
        this.name = name;
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
            routes.on(HttpMethod.GET, "/v" + version.number() + "/pull", call -> pull(call, codec));
            routes.on(HttpMethod.PUT, "/v" + version.number() + "/push", call -> push(call, codec));
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

    private void pull(HttpCall call, ExchangeCodec codec) {
        Extensions theirs = ExtensionsHeader.parse(call.request().getHeader(ExtensionsHeader.NAME));
        source(call.request()).ifPresent(
                source -> events.accept(new Event.PullReceived(name, source, theirs, requests.add(call, codec))));
    }

    private void push(HttpCall call, ExchangeCodec codec) {
        try {
            Decoded<Update> update = codec.decodeUpdate(call.body().getBytes());
            if (!update.skipped().isEmpty()) {
                observer.entriesSkipped(name, update.skipped().size());
                PACED.warn(name + " skipped", name + ": skipped in an update: " + String.join("; ", update.skipped()));
            }
            source(call.request()).ifPresent(source -> events.accept(
                    new Event.PushReceived(name, source, update.value(), requests.add(call, codec))));
        } catch (BadJsonException e) {
            observer.requestRefused(name, "bad body");
            PACED.warn(name + " body", name + ": refused an update from " + call.request().remoteAddress() + ": "
                    + e.getMessage());
            call.error(400, e.getMessage());
        }
    }

    /** The sender without its zone, if it is on the link. */
    private static Optional<Ipv6Address> source(HttpServerRequest request) {
        String host = request.remoteAddress().hostAddress();
        int zone = host.indexOf('%');
        if (zone < 0) {
            return Optional.empty();
        }
        return Optional.of(Ipv6Address.parse(host.substring(0, zone))).filter(Ipv6Address::isLinkLocal);
    }
}
