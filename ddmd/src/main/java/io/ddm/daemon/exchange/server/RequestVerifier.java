package io.ddm.daemon.exchange.server;

import io.ddm.api.auth.ExchangeReply;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator.AuthResult;
import io.ddm.daemon.exchange.auth.ReplayProtection;
import io.ddm.daemon.exchange.auth.ReplySigner;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Authenticates the requests on one interface where the exchange is protected by keys. A request without a valid proof
 * is answered with 401. Lives on the router's context.
 */
final class RequestVerifier {

    private static final RateLimitedLog PACED = new RateLimitedLog(LoggerFactory.getLogger("ddm.exchange"));

    private final String name;
    private final ExchangeAuthenticator authenticator;
    private final LinkAddresses addresses;
    private final ReplayProtection replays;
    private final Consumer<Event> events;
    private final NetObserver observer;

    RequestVerifier(String name, ExchangeAuthenticator authenticator, LinkAddresses addresses, Consumer<Event> events,
            NetObserver observer) {
        this.addresses = addresses;
        this.name = name;
        this.authenticator = authenticator;
        this.replays = authenticator.forLink();
        this.events = events;
        this.observer = observer;
    }

    /**
     * Prepares the check of a proof, whose time grows with the body.
     *
     * @return runs the check, on any thread
     */
    Supplier<AuthResult> check(HttpCall call, Ipv6Address source, byte[] body) {
        HttpServerRequest request = call.request();
        ExchangeRequest signed = new ExchangeRequest(request.method().name(), request.path(), source,
                addresses.of(request.localAddress()).orElse(source),
                Objects.requireNonNullElse(request.getHeader(ExtensionsHeader.NAME), ""), body);
        String header = request.getHeader(RequestProof.HEADER);
        return () -> authenticator.check(signed, header);
    }

    /**
     * Accepts a request that is genuine and new, and answers every other one.
     *
     * @param checked the result of {@link #check}
     * @return signs the reply; empty if the request was rejected
     */
    Optional<ReplySigner> accept(HttpCall call, Ipv6Address source, AuthResult checked) {
        switch (replays.verifyNew(call.request().method().name(), checked)) {
            case AuthResult.Authenticated by -> {
                return Optional.of((status, extensions, body) -> Optional
                        .of(authenticator.prove(new ExchangeReply(status, extensions, body), by.proof())));
            }
            case AuthResult.Challenged with ->
                unauthorized(call, RequestProof.challengeHeader(with.challenge()),
                        "repeat the request with this challenge");
            case AuthResult.Rejected as -> {
                observer.requestRefused(name, as.cause());
                PACED.warn(name + " " + as.cause(),
                        name + ": rejected a request from " + source + ": " + as.cause() + "; see --exchange-key-file");
                events.accept(new Event.PeerUnauthenticated(name, source, "request with " + as.cause()));
                unauthorized(call, RequestProof.SCHEME,
                        "exchange authentication failed: " + as.cause() + " (see --exchange-key-file)");
            }
        }
        return Optional.empty();
    }

    private static void unauthorized(HttpCall call, String challenge, String message) {
        call.request().response().putHeader("www-authenticate", challenge);
        call.error(401, message);
    }
}
