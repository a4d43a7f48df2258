package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.admin.AdminServer;
import io.ddm.daemon.admin.DynamicInterfaces;
import io.ddm.daemon.admin.HealthHandlers;
import io.ddm.daemon.admin.InterfaceHandlers;
import io.ddm.daemon.admin.MetricsHandlers;
import io.ddm.daemon.admin.OpenApiHandlers;
import io.ddm.daemon.admin.OperatorLog;
import io.ddm.daemon.admin.OriginChanges;
import io.ddm.daemon.admin.PeerHandlers;
import io.ddm.daemon.admin.PrefixHandlers;
import io.ddm.daemon.admin.ProcessHandlers;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.admin.TunnelHandlers;
import io.ddm.daemon.admin.config.ConfigHandlers;
import io.ddm.daemon.admin.config.Reload;
import io.ddm.daemon.admin.events.EventFeed;
import io.ddm.daemon.admin.events.EventHandlers;
import io.ddm.daemon.admin.events.HistoryHandlers;
import io.ddm.daemon.admin.recording.RecordingHandlers;
import io.ddm.daemon.admin.stat.FakeProbes;
import io.ddm.daemon.admin.stat.ForwardingView;
import io.ddm.daemon.admin.stat.RoleHandlers;
import io.ddm.daemon.admin.stat.RouterRoles;
import io.ddm.daemon.admin.stat.StatHandlers;
import io.ddm.daemon.admin.status.StatusHandlers;
import io.ddm.daemon.admin.status.StatusView;
import io.ddm.daemon.admin.ui.LoginHandlers;
import io.ddm.daemon.admin.ui.UiHandlers;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.core.MonotonicClock;
import io.ddm.daemon.core.Recorder;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.http.AcceptLimit;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.ProgressMonitor;
import io.ddm.daemon.http.RefusalObserver;
import io.ddm.daemon.log.LogControl;
import io.ddm.daemon.log.LogLevels;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.RefusalLog;
import io.ddm.daemon.metrics.StatsListener;
import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The admin API of a router without links whose events are made by the test. It stands where the reference stood when
 * its replies were recorded: server s1 with the transit t1 behind to-t1, which passes on what s2 originates.
 */
public final class PeeredAdmin implements AutoCloseable {

    /** Our link-local address. */
    public static final Ipv6Address OURS = Ipv6Address.parse("fe80::3006:f4ff:fee8:5b45");

    /** The transit. */
    public static final PeerIdentity T1 = new PeerIdentity(Ipv6Address.parse("fe80::b00c:76ff:fe3b:f623"),
            new RouterId("t1"), RouterKind.TRANSIT, ProtocolVersion.V2);

    /** Longer than any test: nobody advertises here. */
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<Effect> effects = Collections.synchronizedList(new ArrayList<>());
    private final Vertx vertx;
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final OriginStore store;
    private final EventLoopMonitor lag = new EventLoopMonitor(System::nanoTime, Duration.ZERO);
    private final Context context;
    private final Driver driver;
    private final EventFeed events;
    private final FakeProbes probes = new FakeProbes();
    private final Recorder recorder;
    private final AdminServer server;
    private final AdminResources resources;
    private final int statsPort = FreePort.find();
    private volatile Supplier<CompletionStage<Void>> flush = () -> CompletableFuture.completedFuture(null);

    private volatile DataplaneStatus dataplane = DataplaneStatus.EMPTY;

    /** What the forwarding plane is from now on, as the status shows it. */
    public void forwards(DataplaneStatus status) {
        dataplane = status;
    }

    /** What the data plane's flushes end with from now on. */
    public void flushes(CompletionStage<Void> end) {
        flush = () -> end;
    }

    /**
     * @param settled what a change of interfaces waits for
     */
    public PeeredAdmin(Path directory, Supplier<Future<?>> settled) throws Exception {
        this(directory, settled, ProgressMonitor.Timeouts.DEFAULT);
    }

    /**
     * @param settled what a change of interfaces waits for
     * @param timeouts for each part of a request
     */
    public PeeredAdmin(Path directory, Supplier<Future<?>> settled, ProgressMonitor.Timeouts timeouts)
            throws Exception {
        this(directory, settled, timeouts, AdminAccess.OPEN, Duration.ofSeconds(15));
    }

    /**
     * @param settled what a change of interfaces waits for
     * @param timeouts for each part of a request
     * @param access what stands before the TCP port
     * @param heartbeat of the stream of events
     */
    public PeeredAdmin(Path directory, Supplier<Future<?>> settled, ProgressMonitor.Timeouts timeouts,
            AdminAccess access, Duration heartbeat) throws Exception {
        RefusalObserver counted = (listener, cause, source) -> refusals.merge(cause, 1, Integer::sum);
        vertx = Vertx.builder().withTransport(AcceptLimit.transport(1000, timeouts.reply(), counted)).build();
        store = OriginStore.open(directory);
        RouterConfig self = RouterConfig.of(new RouterId("s1"), RouterKind.SERVER)
                .withTimers(new Timers(Timers.DEFAULT.solicitInterval(), NEVER, Duration.ZERO));
        Metrics metrics = new Metrics(self, new StatsConfig(0, false, Optional.empty(), Optional.empty()), "1");
        context = vertx.getOrCreateContext();
        MonotonicClock clock = new MonotonicClock();
        events = new EventFeed(vertx, this::driver);
        driver = new Driver(vertx, context, new Router(self), clock, new Driver.Observer() {
            @Override
            public void event(Event event) {
                metrics.event(event);
                events.event(event);
            }

            @Override
            public void done(String work, long cpu) {
                events.handled();
            }
        }, effect -> {
            metrics.effect(effect);
            events.effect(effect);
            effects.add(effect);
        }, (event, working, cause) -> {
            throw new AssertionError(event.toString(), cause);
        });
        recorder = new Recorder(self, clock.now(), () -> driver().capture(), Optional.empty());
        driver.record(recorder);
        Prefix own = Prefix.parse("fd00:1::/64");
        store.add(Set.of(own));
        tell(new Event.Originate(Set.of(own)));
        tell(new Event.InterfaceConfigured("to-t1"));
        tell(new Event.InterfaceReady("to-t1", 2, OURS));
        tell(new Event.InterfaceOpened("to-t1", 1));
        tell(new Event.PacketReceived("to-t1", T1, false, true));
        tell(new Event.PullCompleted(
                "to-t1", 2, List
                        .of(new PathVector(Prefix.parse("fd00:22::1/64"), path("s2", "t1")),
                                new PathVector(Prefix.parse("fd00:2::/64"), path("s2", "t1")),
                                new PathVector(new TunnelOrigin(IpPrefix.parse("203.0.113.0/24"),
                                        Ipv6Address.parse("fd00:1701::1"), 47, 0), path("t1"))),
                PeerCapabilities.NONE));
        Executor onContext = task -> context.runOnContext(ignored -> task.run());
        Health health = new Health(self, false, store::status, () -> DataplaneStatus.EMPTY, driver::interfaces, lag,
                driver::now);
        resources = AdminResources.of(AdminLoop.open(vertx, context).await(10, TimeUnit.SECONDS),
                new RefusalLog(metrics), timeouts);
        RouterCalls router = new RouterCalls(resources.loop(), onContext, driver);
        HealthHandlers healthHandlers = new HealthHandlers(resources, router, lag,
                new Readiness(health, false, driver::interfaces, driver::isAnyTableAwaited,
                        () -> CompletableFuture.completedFuture(null), onContext, driver::now),
                health);
        StatsListener stats = new StatsListener(resources,
                new ListenAddress(InetAddress.getLoopbackAddress(), statsPort), router::report, metrics,
                AdminAccess.OPEN, healthHandlers::getLive);
        OriginChanges changes = new OriginChanges(resources, router, store, OperatorLog::changed);
        server = new AdminServer(resources,
                List.of(new PeerHandlers(resources, router), new PrefixHandlers(resources, router, changes),
                        new TunnelHandlers(resources, router, changes),
                        new InterfaceHandlers(resources, router, metrics,
                                new DynamicInterfaces(Set.of("to-t1"), router::submit, settled)),
                        healthHandlers, new MetricsHandlers(resources, metrics, stats), new OpenApiHandlers(resources),
                        new EventHandlers(resources, router, events, access, heartbeat),
                        new HistoryHandlers(router, events),
                        new StatusHandlers(resources, router, () -> status(healthHandlers), () -> dataplane, "1.2.3",
                                driver.now()),
                        new UiHandlers(resources, router, () -> status(healthHandlers), events, () -> dataplane,
                                "1.2.3", driver.now()),
                        new LoginHandlers(resources, access), new RecordingHandlers(resources, recorder),
                        new StatHandlers(resources, router,
                                () -> router.forwarding()
                                        .map(now -> new ForwardingView(now, probes.report(), probes.answers())),
                                probes, access),
                        new RoleHandlers(new RouterRoles(resources, router, List.of(),
                                () -> flush.get())),
                        new ProcessHandlers(() -> {}),
                        new ConfigHandlers(resources,
                                new Reload(ConfigSource.Loaded.NONE, (before, after) -> Future.succeededFuture(),
                                        List::of),
                                new LogControl(LogLevels.DEFAULT, (time, task) -> () -> {}))),
                access);
        server.listen(InetAddress.getLoopbackAddress(), 0).await(10, TimeUnit.SECONDS);
        context.runOnContext(ignored -> vertx.setPeriodic(EventLoopMonitor.PACE.toMillis(), beat -> lag.beat()));
    }

    private StatusView status(HealthHandlers health) {
        return new StatusView(driver().now(), driver().report(), events.counts(), health.report(), probes.report(),
                dataplane);
    }

    /** How many connections were closed by cause, since their clients did not read or were too many. */
    public Map<String, Integer> refusals() {
        return refusals;
    }

    /** What its listeners share. */
    public AdminResources resources() {
        return resources;
    }

    /** Where the metrics listener listens once it is switched on. */
    public int statsPort() {
        return statsPort;
    }

    /** What feeds the stream of events; for the router's event loop. */
    public EventFeed events() {
        return events;
    }

    /** What feeds the stream of probes; for the router's event loop. */
    public FakeProbes probes() {
        return probes;
    }

    /** Runs a task on the router's event loop; returns when it is done. */
    public void onRouter(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            task.run();
            done.complete(null);
        });
        done.get(10, TimeUnit.SECONDS);
    }

    private Driver driver() {
        return driver;
    }

    /** Keeps the router's event loop busy until the latch is counted down. */
    public void blockLoop(CountDownLatch until) {
        context.runOnContext(ignored -> await(until));
    }

    /** Keeps the worker that writes to the disk busy until the latch is counted down. */
    public void blockDisk(CountDownLatch until) {
        vertx.createSharedWorkerExecutor(OriginChanges.DISK, 1).executeBlocking(() -> {
            await(until);
            return null;
        });
    }

    private static void await(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RouterPath path(String... routers) {
        return new RouterPath(Stream.of(routers).map(RouterId::new).toList());
    }

    /** Makes something happen; returns when the router has handled it. */
    public void tell(Event event) throws Exception {
        driver.submit(event).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** What the router wanted done so far. */
    public List<Effect> effects() {
        synchronized (effects) {
            return List.copyOf(effects);
        }
    }

    /** The server. */
    public AdminServer server() {
        return server;
    }

    /**
     * Sends a request on a connection of its own.
     *
     * @param head request line and headers, without those about the body's length and the connection
     * @return the reply as it came, CRLF as newlines
     */
    public String send(List<String> head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", head) + "\r\nhost: localhost\r\nconnection: close\r\ncontent-length: "
                    + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
        }
    }

    /** The same in a version, as JSON; returns status and body, as in {@code 200 []}. */
    public String request(String version, String method, String path, String body) throws IOException {
        String reply = send(
                List.of(method + " " + path + " HTTP/1.1", "api-version: " + version, "content-type: application/json"),
                body);
        int end = reply.indexOf("\n\n");
        return (reply.split(" ", 3)[1] + " " + reply.substring(end + 2)).strip();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        recorder.close();
        store.close();
    }
}
