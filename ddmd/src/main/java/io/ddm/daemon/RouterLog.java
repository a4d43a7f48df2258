package io.ddm.daemon;

import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of events and effects: sessions at info, what is wrong at warn (both paced, since a neighbor can
 * cause any number), every packet, request and batch of routes at debug. Costs nothing at a level that is off.
 */
final class RouterLog {

    /** Hops of a path that a line shows. */
    private static final int MAX_HOPS = 4;

    private static final Logger DISCOVERY = LoggerFactory.getLogger("ddm.discovery");
    private static final Logger EXCHANGE = LoggerFactory.getLogger("ddm.exchange");
    private static final Logger FIB = LoggerFactory.getLogger("ddm.fib");
    private static final Logger LINKS = LoggerFactory.getLogger("ddm.links");
    private static final Logger SESSION = LoggerFactory.getLogger("ddm.session");

    private final RateLimitedLog session = new RateLimitedLog(SESSION);
    private final RateLimitedLog exchange = new RateLimitedLog(EXCHANGE);
    private final RateLimitedLog links = new RateLimitedLog(LINKS);

    /** An event that the router is about to handle. */
    void event(Event event) {
        switch (event) {
            case Event.PacketReceived e when DISCOVERY.isDebugEnabled() -> DISCOVERY.debug(
                    "{}: received {} from {} {} ({}), version {}", e.name(), flags(e.solicit(), e.advertise()),
                    e.sender().kind(), e.sender().id(), e.sender().address(), e.sender().version());
            case Event.PullReceived e when EXCHANGE.isDebugEnabled() ->
                EXCHANGE.debug("{}: pull {} from {}", e.name(), e.request(), e.source());
            case Event.PushReceived e when EXCHANGE.isDebugEnabled() ->
                EXCHANGE.debug("{}: push {} from {}: {}", e.name(), e.request(), e.source(), size(e.update()));
            case Event.PullCompleted e ->
                EXCHANGE.debug("{}: pull answered with {} entries", e.name(), e.table().size());
            case Event.PullFailed e -> EXCHANGE.debug("{}: pull failed: {}", e.name(), e.reason());
            case Event.PushCompleted e -> EXCHANGE.debug("{}: push acknowledged", e.name());
            case Event.PushFailed e -> EXCHANGE.debug("{}: push failed: {}", e.name(), e.reason());
            case Event.InterfaceReady e ->
                LINKS.debug("{}: usable, index {}, address {}", e.name(), e.index(), e.address());
            case Event.InterfaceLost e -> LINKS.debug("{}: not usable: {}", e.name(), e.reason());
            case Event.InterfaceOpened e -> LINKS.debug("{}: sockets are open", e.name());
            case Event.AddressesChanged e -> LINKS.debug("{} local addresses", e.addresses().size());
            default -> {
                // Changes by operators are logged where it is known who made them; the rest follows from these.
            }
        }
    }

    /** An effect that is about to be carried out. */
    void effect(Effect effect) {
        switch (effect) {
            case Effect.SendSolicitation e -> DISCOVERY.debug("{}: soliciting", e.name());
            case Effect.SendAdvertisement e -> DISCOVERY.debug("{}: advertising to {}", e.name(), e.to());
            case Effect.Pull e -> EXCHANGE.debug("{}: pulling from {}", e.name(), e.peer().id());
            case Effect.Push e when EXCHANGE.isDebugEnabled() ->
                EXCHANGE.debug("{}: pushing to {}: {}", e.name(), e.peer().id(), size(e.update()));
            case Effect.AnswerPull e ->
                EXCHANGE.debug("answering pull {} with {} entries", e.request(), e.table().size());
            case Effect.AcceptPush e -> EXCHANGE.debug("acknowledging push {}", e.request());
            case Effect.DropRequest e ->
                EXCHANGE.debug("closing the connection of request {}: {}", e.request(), e.reason());
            case Effect.OpenInterface e -> LINKS.debug("{}: opening sockets on {}", e.name(), e.address());
            case Effect.CloseInterface e -> LINKS.debug("{}: closing sockets", e.name());
            case Effect.Program e when FIB.isDebugEnabled() -> FIB.debug("{} changes of routes", e.changes().size());
            case Effect.Changed e -> session.info(e.name(), () -> change(e.name(), e.transition()));
            case Effect.RejectedRoutes e -> exchange.warn(e.name() + " " + e.reason(),
                    e.name() + ": rejected from " + e.peer().id() + ": " + e.reason().words() + ": "
                            + e.example().destination() + " via " + path(e.example().path()) + ", " + e.count()
                            + " in one message");
            case Effect.Notice e -> links.warn(e.name(), e.name() + ": " + e.message());
            default -> {
                // Follows from these.
            }
        }
    }

    private static String change(String name, Transition change) {
        return name + ": " + change.from() + " -> " + change.to() + change.peer().map(RouterLog::peer).orElse("") + ", "
                + change.reason();
    }

    private static String peer(PeerIdentity peer) {
        return " " + peer.id() + " (" + peer.address() + ")";
    }

    private static String flags(boolean solicit, boolean advertise) {
        return solicit ? advertise ? "solicitation and advertisement" : "solicitation" : "advertisement";
    }

    private static String size(Update update) {
        return update.size() + " entries";
    }

    /** The first hops, and how many there are. */
    static String path(RouterPath path) {
        String first = path.routers().stream().limit(MAX_HOPS).map(RouterId::value).collect(Collectors.joining(" "));
        return path.length() <= MAX_HOPS ? first : first + " ... (" + path.length() + " hops)";
    }
}
