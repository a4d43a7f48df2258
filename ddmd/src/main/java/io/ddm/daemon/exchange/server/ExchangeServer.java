package io.ddm.daemon.exchange.server;

import io.ddm.api.auth.ExchangeReply;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.auth.LinkProofs;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Routes;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.LinkLocal;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange port of one interface: pulls and pushes of every version become events, and wait in
 * {@link PendingExchanges} for the router's word. Who sends is looked at before what is sent. Large bodies are read off
 * the router's context; the pushes of a link are handed over in the order in which they came all the same.
 */
public final class ExchangeServer {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.exchange");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /** A connection that does not get a whole request answered for this long is closed, however busy it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Bodies are charged in steps of so many bytes. */
    private static final int CHARGED_BYTES = 64 * 1024;

    /** A pull has no body to speak of, in bytes. */
    private static final int MAX_PULL_BODY_BYTES = 1024;

    /** Pushes of the peer that wait to be read. It sends the next one after the answer to the last, or a timeout. */
    private static final int MAX_WAITING_PUSHES = 4;

    private final String name;
    private final Optional<ExchangeAuthenticator> proofs;
    private final Optional<LinkProofs> linkProofs;
    private final Predicate<Ipv6Address> isPeer;
    private final Consumer<Event> events;
    private final PendingExchanges requests;
    private final ExchangeResources resources;
    private final RateLimit rateOfPeer;
    private final RateLimit rateOfOthers;
    private final ConnectionGuard guard;
    private final NetLimits limits;
    private final NetObserver observer;
    private final Routes routes;
    private final HttpServer server;
    private final HeldPushes held;
    private final PushQueue pushesOfPeer = new PushQueue();
    private final PushQueue pushesOfOthers = new PushQueue();

    public ExchangeServer(Vertx vertx, String name, ExchangeConfig config, Predicate<Ipv6Address> isPeer,
            Consumer<Event> events,
            PendingExchanges requests, ExchangeResources resources, NetObserver observer) {
        NetLimits limits = config.limits();
        this.name = name;
        this.proofs = config.authenticator();
        this.linkProofs = proofs.map(ExchangeAuthenticator::forLink);
        this.isPeer = isPeer;
        this.events = events;
        this.requests = requests;
        this.resources = resources;
        this.observer = observer;
        this.rateOfPeer = new RateLimit(limits.requestsPerSecond());
        this.rateOfOthers = new RateLimit(Math.min(limits.requestsPerSecond(), NetLimits.OTHERS_REQUESTS_PER_SECOND));
        this.guard = new ConnectionGuard(vertx, new ExchangeAdmission(limits.connections(), isPeer), PATIENCE,
                this::tooManyConnections);
        this.held = new HeldPushes(vertx, push -> observer.requestRefused(name, "not the peer"));
        this.limits = limits;
        this.routes = new Routes(this::maxBodyBytes, this::memory,
                "the memory for bodies of neighbors is used up for now");
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
    public Future<?> listen(InetSocketAddress address) {
        return server.listen(SocketAddress.inetSocketAddress(address));
    }

    public Future<?> close() {
        return server.close();
    }

    /** A session with this peer has begun: what it said before that is read now. */
    public void peerFound(Ipv6Address peer) {
        held.takeFrom(peer).forEach(push -> pushesOfPeer.add(() -> read(push)));
    }

    private int maxBodyBytes(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            return MAX_PULL_BODY_BYTES;
        }
        return source(request).filter(isPeer).isPresent()
                ? limits.maxBodyBytes()
                : Math.min(limits.maxBodyBytes(), NetLimits.STRANGERS_BODY_BYTES);
    }

    private void handle(HttpServerRequest request) {
        guard.request(request);
        Optional<Ipv6Address> source = source(request);
        if (source.isEmpty()) {
            observer.requestRefused(name, "not link-local");
            request.connection().close();
        } else if (!(isPeer.test(source.get()) ? rateOfPeer : rateOfOthers).pass()) {
            observer.requestRefused(name, "too many");
            PACED.warn(name + " requests", name + ": more exchange requests than --max-requests allows are refused,"
                    + " this one from " + request.remoteAddress());
            request.connection().close();
        } else if (promised(request) > maxBodyBytes(request)) {
            observer.requestRefused(name, "body too large");
            refuse(request, 400, "request body exceeded maximum size of " + maxBodyBytes(request) + " bytes");
        } else {
            routes.handle(request);
        }
    }

    /** Charges a body as it arrives, until it is here: a promise of bytes costs us nothing. */
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

    /** The length that the head tells; 0 if it tells none, so that the body ends where its limit is. */
    private static long promised(HttpServerRequest request) {
        try {
            return Long.parseLong(Objects.requireNonNullElse(request.getHeader("content-length"), "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        // The rest is not waited for.
        request.response().putHeader("connection", "close");
        HttpCall.error(request, status, message);
    }

    private void tooManyConnections() {
        observer.requestRefused(name, "connection");
        PACED.warn(name + " connections", name + ": exchange connections are closed that were more than"
                + " --max-connections allows, or did not get to a request within " + PATIENCE.toSeconds() + " s");
    }

    private void pull(HttpCall call, ExchangeCodec codec) {
        String said = call.request().getHeader(ExtensionsHeader.NAME);
        PeerCapabilities theirs = ExtensionsHeader.parse(said);
        source(call.request()).ifPresent(source -> {
            Optional<ReplySigner> seal = linkProofs.isEmpty()
                    ? Optional.of(ReplySigner.NONE)
                    : believed(call, source,
                            linkProofs.get()
                                    .verify(signed(call, source, call.body().getBytes()),
                                            call.request().getHeader(RequestProof.HEADER)));
            seal.ifPresent(s -> events.accept(new Event.PullReceived(name, source, theirs, ExtensionsHeader.held(said),
                    requests.add(name, call, codec, s))));
        });
    }

    private void push(HttpCall call, ExchangeCodec codec) {
        source(call.request()).ifPresent(source -> {
            ArrivedPush push = new ArrivedPush(call, codec, source, call.body().getBytes(), ReplySigner.NONE);
            if (proofs.isEmpty()) {
                accept(push);
                return;
            }
            ExchangeAuthenticator ours = proofs.get();
            ExchangeRequest request = signed(call, source, push.body());
            String header = call.request().getHeader(RequestProof.HEADER);
            PushQueue queue = isPeer.test(source) ? pushesOfPeer : pushesOfOthers;
            queue.add(() -> resources.codecs()
                    .async(name, push.body().length, () -> ours.check(request, header))
                    .onSuccess(
                            checked -> believed(call, source, linkProofs.orElseThrow().news(request.method(), checked))
                                    .ifPresent(seal -> accept(push.sealed(seal))))
                    .onFailure(e -> busy(call, e)));
        });
    }

    /** Lets only those through that prove a key; the others are answered. */
    private Optional<ReplySigner> believed(HttpCall call, Ipv6Address source,
            ExchangeAuthenticator.AuthResult verdict) {
        switch (verdict) {
            case ExchangeAuthenticator.AuthResult.Authenticated by -> {
                return Optional.of(seal(proofs.orElseThrow(), by.proof()));
            }
            case ExchangeAuthenticator.AuthResult.Challenged with ->
                challenge(call, RequestProof.demand(with.challenge()), "prove that you mean this process");
            case ExchangeAuthenticator.AuthResult.Rejected as -> {
                observer.requestRefused(name, as.cause());
                PACED.warn(name + " " + as.cause(),
                        name + ": refused a request from " + source + ": " + as.cause() + "; see --exchange-key-file");
                events.accept(new Event.PeerUnauthenticated(name, source, "its requests show " + as.cause()));
                challenge(call, RequestProof.SCHEME, "this exchange is protected by a key, and this is " + as.cause());
            }
        }
        return Optional.empty();
    }

    /** A push that may be believed. What it holds matters once its sender is the peer. */
    private void accept(ArrivedPush push) {
        if (isPeer.test(push.source())) {
            pushesOfPeer.add(() -> read(push));
        } else {
            held.hold(push);
        }
    }

    private Future<?> read(ArrivedPush push) {
        if (pushesOfPeer.waiting() > MAX_WAITING_PUSHES) {
            observer.requestRefused(name, "too many waiting");
            refuse(push.call().request(), 503, "earlier pushes are still being read");
            return Future.succeededFuture();
        }
        return resources.codecs()
                .async(name, push.body().length, () -> push.codec().decodeUpdate(push.body(), resources.limits()))
                .onSuccess(update -> {
                    if (update.skippedCount() > 0) {
                        observer.entriesSkipped(name, update.skippedCount());
                        PACED.warn(name + " skipped", name + ": skipped in an update: " + update.skippedLine());
                    }
                    events.accept(new Event.PushReceived(name, push.source(), update.value(),
                            requests.add(name, push.call(), push.codec(), push.seal())));
                })
                .onFailure(e -> {
                    if (e instanceof RejectedExecutionException) {
                        busy(push.call(), e);
                        return;
                    }
                    String problem = e instanceof BadJsonException
                            ? String.valueOf(e.getMessage())
                            : "cannot read the body";
                    observer.requestRefused(name, "bad body");
                    PACED.warn(name + " body", name + ": refused an update from "
                            + push.call().request().remoteAddress() + ": " + problem);
                    push.call().error(400, problem);
                });
    }

    private void busy(HttpCall call, Throwable cause) {
        LOG.debug("{}: refused a push", name, cause);
        observer.requestRefused(name, "too many waiting");
        refuse(call.request(), 503, "earlier requests are still being read");
    }

    /** The sender without its zone, if it is on the link. */
    private static Optional<Ipv6Address> source(HttpServerRequest request) {
        return LinkLocal.of(request.remoteAddress());
    }

    private static ExchangeRequest signed(HttpCall call, Ipv6Address source, byte[] body) {
        HttpServerRequest request = call.request();
        return new ExchangeRequest(request.method().name(), request.path(), source,
                LinkLocal.of(request.localAddress()).orElse(source),
                Objects.requireNonNullElse(request.getHeader(ExtensionsHeader.NAME), ""), body);
    }

    private static ReplySigner seal(ExchangeAuthenticator ours, RequestProof request) {
        return (status, extensions, body) -> Optional
                .of(ours.prove(new ExchangeReply(status, extensions, body), request));
    }

    private static void challenge(HttpCall call, String how, String message) {
        call.request().response().putHeader("www-authenticate", how);
        call.error(401, message);
    }
}
