package io.ddm.daemon.exchange.server;

import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Routes;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.net.NetObserver;
import io.ddm.daemon.net.RateLimit;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.ProtocolVersion;
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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange port of one interface. Limits connections, rates and sizes by sender before it reads a body. Pulls
 * become events and wait in {@link PendingExchanges} for the router's answer; pushes go to {@link PushReceiver}. Lives
 * on the router's context.
 */
public final class ExchangeServer {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /** A connection without a complete answered request for this long is closed, even if bytes arrive. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(60);

    /** Bodies are charged in steps of this many bytes. */
    private static final int CHARGED_BYTES = 64 * 1024;

    /** Bound on the body of a pull, which should be empty. */
    private static final int MAX_PULL_BODY_BYTES = 1024;

    private final String name;
    private final Predicate<Ipv6Address> isPeer;
    private final Optional<RequestVerifier> verifier;
    private final Consumer<Event> events;
    private final PendingExchanges requests;
    private final ExchangeResources resources;
    private final RateLimit peerRate;
    private final RateLimit nonPeerRate;
    private final ConnectionGuard guard;
    private final NetLimits limits;
    private final LinkAddresses addresses;
    private final NetObserver observer;
    private final Routes routes;
    private final HttpServer server;
    private final PushReceiver pushes;

    /**
     * @param name the interface
     * @param isPeer whether an address is that of the interface's current peer
     * @param events receives pulls, pushes and failed authentications
     */
    public ExchangeServer(Vertx vertx, String name, ExchangeConfig config, Predicate<Ipv6Address> isPeer,
            Consumer<Event> events, PendingExchanges requests, ExchangeResources resources, NetObserver observer) {
        this.name = name;
        this.limits = config.limits();
        this.addresses = config.addresses();
        this.verifier = config.authenticator()
                .map(keys -> new RequestVerifier(name, keys, config.addresses(), events, observer));
        this.isPeer = isPeer;
        this.events = events;
        this.requests = requests;
        this.resources = resources;
        this.observer = observer;
        this.peerRate = new RateLimit(limits.requestsPerSecond());
        this.nonPeerRate = new RateLimit(
                Math.min(limits.requestsPerSecond(), NetLimits.NON_PEER_REQUESTS_PER_SECOND));
        this.guard = new ConnectionGuard(vertx, new ExchangeAdmission(limits.connections(), isPeer, addresses),
                CONNECTION_TIMEOUT, this::tooManyConnections);
        this.pushes = new PushReceiver(vertx, name, isPeer, verifier, events, requests, resources, observer);
        this.routes = new Routes(this::maxBodyBytes, this::memory, "the memory for bodies of neighbors is exhausted");
        for (ProtocolVersion version : ProtocolVersion.values()) {
            ExchangeCodec codec = ExchangeCodec.of(version);
            routes.on(HttpMethod.GET, "/v" + version.number() + "/pull", call -> pull(call, codec));
            routes.on(HttpMethod.PUT, "/v" + version.number() + "/push",
                    call -> source(call.request()).ifPresent(source -> pushes.push(call, codec, source)));
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

    /** Starts to accept connections; completes once the port is bound. */
    public Future<?> listen(InetSocketAddress address) {
        return server.listen(SocketAddress.inetSocketAddress(address));
    }

    /** Closes the port and all connections; completes once the port is free. */
    public Future<?> close() {
        return server.close();
    }

    /** A session with this peer has begun: pushes that it sent before are processed now. */
    public void peerFound(Ipv6Address peer) {
        pushes.peerFound(peer);
    }

    private int maxBodyBytes(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            return MAX_PULL_BODY_BYTES;
        }
        return source(request).filter(isPeer).isPresent()
                ? limits.maxBodyBytes()
                : Math.min(limits.maxBodyBytes(), NetLimits.NON_PEER_BODY_BYTES);
    }

    private void handle(HttpServerRequest request) {
        guard.request(request);
        Optional<Ipv6Address> source = source(request);
        if (source.isEmpty()) {
            observer.requestRefused(name, "not link-local");
            request.connection().close();
        } else if (!(isPeer.test(source.get()) ? peerRate : nonPeerRate).pass()) {
            observer.requestRefused(name, "too many");
            PACED.warn(name + " requests", name + ": rejecting exchange requests above --max-requests, this one from "
                    + request.remoteAddress());
            request.connection().close();
        } else if (promised(request) > maxBodyBytes(request)) {
            observer.requestRefused(name, "body too large");
            refuse(request, 400, "request body exceeded maximum size of " + maxBodyBytes(request) + " bytes");
        } else {
            routes.handle(request);
        }
    }

    /** Charges a body as it arrives, until it is complete; a promised length alone costs no memory. */
    private Routes.BodyMemory memory(HttpServerRequest request) {
        BodyBudget.Lease lease = resources.budget().lease(name);
        request.end().onComplete(ended -> lease.close());
        return bytes -> {
            boolean granted = lease.grow((bytes + CHARGED_BYTES - 1L) / CHARGED_BYTES * CHARGED_BYTES);
            if (!granted) {
                observer.requestRefused(name, "memory");
            }
            return granted;
        };
    }

    /** The content length; 0 without one, so that the body ends at its limit. */
    private static long promised(HttpServerRequest request) {
        try {
            return Long.parseLong(Objects.requireNonNullElse(request.getHeader("content-length"), "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Answers with an error and closes the connection without reading the rest of the body. */
    static void refuse(HttpServerRequest request, int status, String message) {
        request.response().putHeader("connection", "close");
        HttpCall.error(request, status, message);
    }

    private void tooManyConnections() {
        observer.requestRefused(name, "connection");
        PACED.warn(name + " connections", name + ": closing exchange connections above --max-connections, or without a"
                + " request within " + CONNECTION_TIMEOUT.toSeconds() + " s");
    }

    private void pull(HttpCall call, ExchangeCodec codec) {
        String said = call.request().getHeader(ExtensionsHeader.NAME);
        PeerCapabilities theirs = ExtensionsHeader.parse(said);
        source(call.request()).ifPresent(source -> {
            Optional<ReplySigner> signer = verifier.isEmpty()
                    ? Optional.of(ReplySigner.NONE)
                    : verifier.get()
                            .accept(call, source, verifier.get().check(call, source, call.body().getBytes()).get());
            signer.ifPresent(s -> events.accept(new Event.PullReceived(name, source, theirs,
                    ExtensionsHeader.held(said), requests.add(name, call, codec, s))));
        });
    }

    /** The sender without its zone, if it is on the link. */
    private Optional<Ipv6Address> source(HttpServerRequest request) {
        return addresses.of(request.remoteAddress());
    }
}
