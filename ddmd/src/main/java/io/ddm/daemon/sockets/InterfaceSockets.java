package io.ddm.daemon.sockets;

import io.ddm.daemon.discovery.Discovery;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.client.ExchangeClient;
import io.ddm.daemon.exchange.client.PeerRequests;
import io.ddm.daemon.exchange.server.ExchangeServer;
import io.ddm.daemon.exchange.server.PendingExchanges;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens and closes the sockets of interfaces, and the clients of sessions. Lives on the router's context. */
public final class InterfaceSockets {

    /**
     * Minimum time between the first connections of two sessions of a link. A session that ends earlier never
     * connects.
     */
    private static final Duration SESSION_PAUSE = Duration.ofMillis(100);

    private record Session(long epoch, ExchangeClient client) {}

    /** Pacing of connections, shared by the sessions of a link. */
    private static final class Pace {
        /** Held during an attempt to connect. */
        final Lock connecting = new ReentrantLock();
        long nextSession = System.nanoTime();
    }

    private final Vertx vertx;
    private final Discovery.Opening discovery;
    private final ExchangeConfig config;
    private final Consumer<Event> events;
    private final PendingExchanges requests;
    private final ExchangeResources resources;
    private final NetObserver observer;
    private final Map<String, Pace> paces = new HashMap<>();
    private final Map<String, Future<OpenLink>> links = new HashMap<>();
    private final Map<String, Future<?>> closing = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();

    /**
     * @param discovery starts discovery on an interface that is opened
     * @param events receives what arrives, on the router's context
     */
    public InterfaceSockets(Vertx vertx, Discovery.Opening discovery, ExchangeConfig config, Consumer<Event> events,
            PendingExchanges requests, ExchangeResources resources, NetObserver observer) {
        this.vertx = vertx;
        this.discovery = discovery;
        this.config = config;
        this.events = events;
        this.requests = requests;
        this.resources = resources;
        this.observer = observer;
    }

    /** Opens an interface, and closes what is open under its name; reports the outcome as an event. */
    public void open(Effect.OpenInterface effect) {
        close(effect.name());
        // Our own closing socket may still use the address.
        Future<OpenLink> link = closed(effect.name())
                .transform(freed -> bind(effect.name(), effect.index(), effect.address()));
        links.put(effect.name(), link);
        link.onSuccess(opened -> events.accept(new Event.InterfaceOpened(effect.name(), effect.epoch())))
                .onFailure(e -> events.accept(
                        new Event.InterfaceOpenFailed(effect.name(), effect.epoch(), String.valueOf(e.getMessage()))));
    }

    /** Closes an interface, also one that is still being opened. */
    public void close(String name) {
        Future<OpenLink> link = links.remove(name);
        if (link != null) {
            Future<?> end = link
                    .transform(opened -> opened.succeeded() ? opened.result().close() : Future.succeededFuture());
            closing.put(name, end);
            end.onComplete(ended -> closing.remove(name, end));
        }
    }

    /** Completes when everything under this name is closed. */
    private Future<?> closed(String name) {
        return closing.getOrDefault(name, Future.succeededFuture());
    }

    /** Completes when the sockets of all interfaces that were closed so far are free. */
    public Future<?> closed() {
        return Future.all(List.copyOf(closing.values()));
    }

    /** Multicasts a solicitation, if the interface is open. */
    public void solicit(String name) {
        opened(name).ifPresent(link -> link.discovery().solicit());
    }

    /** Sends an advertisement, if the interface is open. */
    public void advertise(String name, Ipv6Address to) {
        opened(name).ifPresent(link -> link.discovery().advertise(to));
    }

    /** The client of a session, created on first use. Empty if the interface is not open. */
    public Optional<ExchangeClient> session(String name, long epoch, PeerIdentity peer) {
        @Nullable
        Session known = sessions.get(name);
        if (known != null && known.epoch == epoch) {
            return Optional.of(known.client);
        }
        return opened(name).map(link -> {
            closeSession(name);
            link.discovery().peer(peer.address());
            ExchangeClient client = client(link, epoch, peer);
            sessions.put(name, new Session(epoch, client));
            link.exchange().peerFound(peer.address());
            return client;
        });
    }

    private ExchangeClient client(OpenLink link, long epoch, PeerIdentity peer) {
        Pace pace = paces.computeIfAbsent(link.name(), name -> new Pace());
        long now = System.nanoTime();
        long notBefore = pace.nextSession - now > 0 ? pace.nextSession : now;
        pace.nextSession = Math.min(notBefore, now + SESSION_PAUSE.toNanos()) + SESSION_PAUSE.toNanos();
        int port = config.port();
        PeerRequests connections = new PeerRequests(config.addresses().socketAddress(link.address(), link.index(), 0),
                config.addresses().socketAddress(peer.address(), link.index(), port),
                "[" + peer.address() + "]:" + port, config.timeout(), pace.connecting);
        return new ExchangeClient(link.name(), link.address(), epoch, peer, config, connections, resources, events,
                observer, notBefore);
    }

    /** Aborts the session on an interface. */
    public void closeSession(String name) {
        Session session = sessions.remove(name);
        if (session != null) {
            session.client.close();
        }
    }

    /** Closes everything. */
    public void closeAll() {
        Map.copyOf(sessions).keySet().forEach(this::closeSession);
        Map.copyOf(links).keySet().forEach(this::close);
    }

    private boolean isPeer(String name, Ipv6Address source) {
        Session session = sessions.get(name);
        return session != null && session.client.peer().address().equals(source);
    }

    private Optional<OpenLink> opened(String name) {
        return Optional.ofNullable(links.get(name)).filter(Future::succeeded).map(Future::result);
    }

    /** The exchange listens before discovery sends, so that a router that discovers us can connect. */
    private Future<OpenLink> bind(String name, int index, Ipv6Address address) {
        ExchangeServer exchange = new ExchangeServer(vertx, name, config, source -> isPeer(name, source), events,
                requests, resources, observer);
        return exchange.listen(config.addresses().socketAddress(address, index, config.port())).compose(accepting -> {
            try {
                return Future.succeededFuture(
                        new OpenLink(name, index, address, discovery.open(name, index, address), exchange));
            } catch (IOException e) {
                exchange.close();
                return Future.failedFuture(e);
            }
        });
    }
}
