package io.ddm.daemon.warmup;

import io.ddm.daemon.core.Driver;
import io.ddm.daemon.core.EffectRunner;
import io.ddm.daemon.core.MonotonicClock;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.none.NoPlane;
import io.ddm.daemon.discovery.Discovery;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.server.PendingExchanges;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.net.NetObserver;
import io.ddm.daemon.probe.Prober;
import io.ddm.daemon.sockets.InterfaceSockets;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A router that no other host and no kernel hears of. Its exchanges are those of a real one, over TCP within the host;
 * discovery is a call, and nothing is programmed.
 */
final class PrivateRouter implements AutoCloseable {

    private static final Duration EXCHANGE_TIMEOUT = Duration.ofSeconds(3);

    /** For themselves, and for other processes of our user. */
    private static final NetLimits LIMITS = new NetLimits(16 * 1024, 100, 2000, 4);
    private static final int MAX_PREFIXES = 100;
    private static final int MAX_PATH = 4;

    /** Of the loopback interface, as on every Linux. */
    private static final int INDEX = 1;

    private final Context context;
    private final RouterConfig self;
    private final InterfaceSockets sockets;
    private final Dataplane dataplane;
    private final Driver driver;
    private final Map<String, PrivateRouter> peers = new ConcurrentHashMap<>();

    /**
     * @param context where all of its kind live
     * @param port the exchange port of all of them
     * @param own connections that it accepts
     * @param effects sees what it does, on the context
     * @throws IOException if the process has no descriptor left
     */
    PrivateRouter(Vertx vertx, Context context, String id, RouterKind kind, int port, OwnConnections own,
            Consumer<Effect> effects) throws IOException {
        this.context = context;
        self = RouterConfig.of(new RouterId(id), kind)
                .withPolicies(Policies.DEFAULT
                        .withImports(new ImportPolicy(PrefixFilter.ALL, MAX_PREFIXES, MAX_PATH)))
                .withMultipath(new MultipathConfig(Duration.ZERO, MultipathConfig.DEFAULT.mode(),
                        MultipathConfig.DEFAULT.slack()));
        Consumer<Throwable> died = cause -> {};
        dataplane = NoPlane.open(died);
        PeerCapabilities ours = PeerCapabilities.ours(LIMITS.maxBodyBytes(), id);
        ExchangeResources resources = new ExchangeResources(self, this::execute);
        PendingExchanges requests = new PendingExchanges(ours, resources);
        ExchangeConfig config = new ExchangeConfig(ours, LIMITS, port, EXCHANGE_TIMEOUT,
                new LoopbackAddresses(own), Optional.empty());
        sockets = new InterfaceSockets(vertx, (name, index, address) -> new InProcessDiscovery(name, address), config,
                event -> driver().submit(event), requests, resources, NetObserver.NONE);
        Prober prober = Prober.open(Duration.ZERO, answers -> {}, died);
        driver = new Driver(vertx, context, new Router(self, new TableDigest.Bits(1, 2)), new MonotonicClock(),
                event -> {}, new EffectRunner(sockets, requests, prober, dataplane, effects, () -> {}),
                (event, working, cause) -> {});
    }

    /**
     * Connects two routers by a link, whose name is the same at both ends.
     *
     * @param ofOne number of the first one's address
     * @param ofOther number of the other one's
     */
    static void connect(String link, PrivateRouter one, int ofOne, PrivateRouter other, int ofOther) {
        one.peers.put(link, other);
        other.peers.put(link, one);
        one.attach(link, LoopbackAddresses.linkLocal(ofOne));
        other.attach(link, LoopbackAddresses.linkLocal(ofOther));
    }

    private void attach(String link, Ipv6Address address) {
        driver.submit(new Event.InterfaceConfigured(link));
        driver.submit(new Event.InterfaceReady(link, INDEX, address));
    }

    /** Receives its events. */
    Driver driver() {
        return driver;
    }

    /** Closes its sockets; completes when they are free. */
    Future<?> closeSockets() {
        Promise<Object> closed = Promise.promise();
        execute(() -> {
            sockets.closeAll();
            sockets.closed().onComplete(done -> closed.complete());
        });
        return closed.future();
    }

    /** Runs a task on its event loop, later. */
    void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    @Override
    public void close() {
        driver.end();
        dataplane.close();
    }

    /** Discovery that calls the router at the other end. */
    private final class InProcessDiscovery implements Discovery {

        private final String link;
        private final PeerIdentity ours;

        InProcessDiscovery(String link, Ipv6Address address) {
            this.link = link;
            this.ours = new PeerIdentity(address, self.id(), self.kind(), self.version());
        }

        @Override
        public void peer(Ipv6Address address) {
            // There are no budgets.
        }

        @Override
        public void solicit() {
            send(true);
        }

        @Override
        public void advertise(Ipv6Address to) {
            send(false);
        }

        private void send(boolean solicit) {
            PrivateRouter peer = peers.get(link);
            if (peer != null) {
                peer.driver.submit(new Event.PacketReceived(link, ours, solicit, !solicit));
            }
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
