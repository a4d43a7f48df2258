package io.ddm.daemon;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.access.WatchedFile;
import io.ddm.daemon.admin.AdminHandlers;
import io.ddm.daemon.admin.AdminServer;
import io.ddm.daemon.admin.DynamicInterfaces;
import io.ddm.daemon.admin.HealthHandlers;
import io.ddm.daemon.admin.InterfaceHandlers;
import io.ddm.daemon.admin.ProcessHandlers;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.core.EffectRunner;
import io.ddm.daemon.core.MonotonicClock;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.linux.LinuxPlane;
import io.ddm.daemon.dataplane.none.NoPlane;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.server.PendingExchanges;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.http.AcceptLimit;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.ProgressMonitor;
import io.ddm.daemon.link.LinkMonitor;
import io.ddm.daemon.link.LinkSource;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.RefusalLog;
import io.ddm.daemon.metrics.StatsListener;
import io.ddm.daemon.sockets.InterfaceSockets;
import io.ddm.daemon.store.FaultLog;
import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.InterfaceReport;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon, put together. {@link #start} and {@link #stop} are the two orders of things. */
public final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** The router's, and the one of every listener for operators. */
    private static final int EVENT_LOOPS = 2;

    /**
     * How often what is wrong is looked for, so that it is logged and counted when nobody asks, and the heap's growth.
     */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** How often a store that has failed is tried again. */
    private static final Duration RETRY_STORE = Duration.ofSeconds(5);

    /** Of the 2 s in which a stop is promised: for telling the peers, for the kernel, for the rest. */
    private static final Duration TELL_PEERS = Duration.ofMillis(800);
    private static final Duration REMOVE_ROUTES = Duration.ofMillis(700);
    private static final Duration CLOSE = Duration.ofMillis(300);

    private final Vertx vertx;
    private final Context context;
    private final AdminAccess access;
    private final Optional<ExchangeAuthenticator> proofs;
    private final OriginStore store;
    private final Dataplane dataplane;
    private final InterfaceSockets links;
    private final Driver driver;
    private final AdminServer admin;
    private final Optional<SocketFile> socket;
    private final AdminLoop adminLoop;
    private final StatsConfig statsConfig;
    private final StatsListener stats;
    private final LinkSource linkMonitor;
    private final FaultPolicy faults;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Promise<Void> peersTold = Promise.promise();
    private boolean swept;

    /**
     * Starts everything and returns when the admin API answers; links come up on their own time.
     *
     * @throws IOException if the store, the data plane or the admin address cannot be had; the message says which
     */
    public static Daemon start(DaemonConfig config) throws IOException {
        FaultPolicy faults = new FaultPolicy(new FaultLog(config.dataDirectory()),
                code -> LOG.error("the daemon has failed; the program that it is part of goes on"));
        return start(config, faults, () -> LOG.warn("no hand-over: the daemon is part of another program"),
                event -> {});
    }

    /**
     * The same in a process of its own.
     *
     * @param faults ends the process after a failure
     * @param handOver begins a hand-over that an operator has asked for
     * @param probe sees every event before the router does, as the last observer; for tests
     */
    static Daemon start(DaemonConfig config, FaultPolicy faults, Runnable handOver, Consumer<Event> probe)
            throws IOException {
        return new Daemon(config, faults, handOver, probe);
    }

    private Daemon(DaemonConfig config, FaultPolicy faults, Runnable handOver, Consumer<Event> probe)
            throws IOException {
        this.faults = faults;
        access = AdminAccess.of(config.access());
        proofs = config.access().exchangeKeyFile().isPresent()
                ? Optional.of(new ExchangeAuthenticator(config.access().exchangeKeyFile().get()))
                : Optional.empty();
        store = OriginStore.open(config.dataDirectory());
        dataplane = switch (config.dataplane()) {
            case LINUX -> programmer(faults);
            case NONE -> NoPlane.open(faults::thread);
        };
        // Addresses are literals; the resolver that asks the DNS for them is not wanted.
        System.setProperty("vertx.disableDnsResolver", "true");
        Metrics metrics = new Metrics(config.router(), config.stats());
        RefusalLog refusals = new RefusalLog(metrics);
        vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withTransport(AcceptLimit.transport(AcceptLimit.MAX_CONNECTIONS,
                        ProgressMonitor.Timeouts.DEFAULT.reply(), refusals))
                .build();
        context = vertx.getOrCreateContext();
        vertx.exceptionHandler(e -> {
            if (e instanceof VirtualMachineError) {
                faults.thread(e);
            } else {
                LOG.error("a task of an event loop failed", e);
            }
        });
        AdminResources resources = AdminResources
                .of(await(AdminLoop.open(vertx, context), "the admin API cannot start"), refusals);

        Executor onContext = task -> context.runOnContext(ignored -> task.run());
        MonotonicClock clock = new MonotonicClock();
        EventLoopMonitor lag = new EventLoopMonitor();
        Health health = new Health(config.router(), config.apiOnly(), store::status, dataplane::status,
                this::interfaces, lag, clock::now);
        Readiness readiness = new Readiness(health, config.apiOnly(), this::interfaces,
                () -> driver().isAnyTableAwaited(), dataplane::flush, onContext, clock::now);
        PeerCapabilities ours = new PeerCapabilities(config.limits().maxBodyBytes(), true,
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        ExchangeResources exchange = new ExchangeResources(config.router(), onContext);
        PendingExchanges requests = new PendingExchanges(ours, exchange);
        ExchangeConfig settings = new ExchangeConfig(ours, config.limits(), config.exchangePort(),
                config.exchangeTimeout(), proofs);
        links = new InterfaceSockets(vertx, config.router(), settings, this::submit, requests, exchange, metrics);
        RouterLog log = new RouterLog();
        EffectRunner runner = new EffectRunner(links, requests, dataplane, effect -> {
            metrics.effect(effect);
            health.effect(effect);
            log.effect(effect);
        }, peersTold::tryComplete);
        driver = new Driver(vertx, context, new Router(config.router(), secret()), clock, new Driver.Observer() {
            @Override
            public void event(Event event) {
                metrics.event(event);
                health.event(event);
                log.event(event);
                readiness.event(event);
                probe.accept(event);
            }

            @Override
            public void done(String work, long cpu) {
                metrics.loopWork(work, cpu);
            }
        }, runner, faults::event);
        faults.blame(driver::heaviest);
        exchange.expectIds(driver::longestId);
        metrics.watch(health, lag, dataplane::status);

        // Before the admin API listens, so that its first answer is right already.
        driver.submit(new Event.Originate(store.load()));
        store.onFound(found -> driver.submit(new Event.Originate(found)));
        // Before the interfaces, so that none of these opens.
        faults.suppressions(clock.now()).forEach(driver::submit);
        config.interfaces().forEach(name -> driver.submit(new Event.InterfaceConfigured(name)));

        statsConfig = config.stats();
        adminLoop = resources.loop();
        RouterCalls router = new RouterCalls(adminLoop, onContext, driver);
        HealthHandlers healthHandlers = new HealthHandlers(resources, router, lag, readiness, health);
        stats = new StatsListener(resources, new ListenAddress(config.adminAddress(), statsConfig.port()),
                router::report, metrics, access, healthHandlers::getLive);
        DynamicInterfaces dynamic = new DynamicInterfaces(config.interfaces(), router::submit,
                () -> router.await(() -> io.vertx.core.Future
                        .all(links.closed(), io.vertx.core.Future.fromCompletionStage(dataplane.flush(), context))
                        .mapEmpty()));
        admin = new AdminServer(resources, new AdminHandlers(resources, router, store, metrics, stats),
                new InterfaceHandlers(resources, router, metrics, dynamic), healthHandlers,
                new ProcessHandlers(handOver), access);
        socket = config.access().socket().map(SocketFile::new);
        if (socket.isPresent()) {
            socket.get().free();
            await(admin.listen(socket.get()), "--admin-socket " + socket.get().path() + " cannot be had");
            socket.get().open();
        }
        if (config.access().probe().isPresent()) {
            ListenAddress probes = config.access().probe().get();
            await(admin.listenForProbes(probes), "probes cannot be served on " + probes);
            LOG.info("GET /live and GET /ready for probes on port {}", admin.probePort());
        }
        await(admin.listen(config.adminAddress(), config.adminPort()),
                "the admin API cannot listen on " + new ListenAddress(config.adminAddress(), config.adminPort()));

        access.warning(config.adminAddress()).ifPresent(LOG::warn);
        if (statsConfig.atStart()) {
            refresh();
        }
        linkMonitor = LinkMonitor.open(new LinkEvents(driver, onContext, health, readiness), faults::thread);
        HeapTrimmer heap = new HeapTrimmer();
        context.runOnContext(ignored -> {
            vertx.setPeriodic(EventLoopMonitor.PACE.toMillis(), beat -> lag.beat());
            vertx.setPeriodic(LOOK_EVERY.toMillis(), look -> {
                readiness.passed();
                if (!swept && readiness.maySweep()) {
                    swept = true;
                    dataplane.sweep();
                }
                health.problems();
                metrics.links(driver.report());
                heap.look();
            });
        });
        WorkerExecutor disk = vertx.createSharedWorkerExecutor(AdminHandlers.DISK, 1);
        vertx.setPeriodic(RETRY_STORE.toMillis(), retry -> disk.executeBlocking(() -> {
            store.retry();
            return null;
        }, AdminResources.UNORDERED));
        LOG.info("{} runs as a {}, admin API on port {}, interfaces {}", config.router().id(), config.router().kind(),
                admin.port(), config.interfaces());
    }

    /** The TCP port on which the admin API listens. */
    public int adminPort() {
        return admin.port();
    }

    /** The TCP port on which probes are served, if they are. */
    public int probePort() {
        return admin.probePort();
    }

    /** Starts the metrics listener if the flags name rack and sled and it does not run; nothing else can change. */
    public void refresh() {
        statsConfig.identity()
                .ifPresentOrElse(who -> adminLoop.run(() -> stats.keepEnabling(who)), () -> LOG.info(
                        "the metrics listener waits for POST /enable-stats: the flags do not name rack and sled"));
    }

    /**
     * Lets go of everything without a word, so that a successor finds the routes in the kernel and peers that have not
     * noticed; it has the time until they do, {@code --expire-threshold}.
     */
    public void handOver() {
        if (ending.compareAndSet(false, true)) {
            LOG.info("handing over: routes and peers stay as they are");
            close();
        }
    }

    /** Reads again what can be read again while it runs: the files of tokens and exchange keys. */
    public void reload() {
        List<WatchedFile.Reload> files = new ArrayList<>(access.reload());
        proofs.ifPresent(keys -> files.add(keys.reload()));
        String kept = flags(files, false);
        if (!kept.isEmpty()) {
            LOG.error("not reloaded: {}; the previous content stays in effect, see the lines before", kept);
        }
        LOG.info("reloaded: {}; flags, certificates and DDM_LOG are read at a start only",
                files.stream().anyMatch(WatchedFile.Reload::read) ? flags(files, true) : "nothing");
    }

    private static String flags(List<WatchedFile.Reload> files, boolean read) {
        return String.join(", ",
                files.stream().filter(file -> file.read() == read).map(WatchedFile.Reload::flag).toList());
    }

    /**
     * Withdraws from the peers, removes our routes and closes everything; takes less than 2 s.
     *
     * @return whether no route of ours is left in the kernel; a peer that could not be reached expires by itself
     */
    public boolean stop() {
        if (!ending.compareAndSet(false, true)) {
            return true;
        }
        LOG.info("stopping: withdrawing from peers");
        driver.submit(new Event.Stop());
        settle(peersTold.future().toCompletionStage().toCompletableFuture(), TELL_PEERS, "peers were not all told");
        CompletableFuture<Void> removal = dataplane.removeAll().toCompletableFuture();
        settle(removal, REMOVE_ROUTES, "routes were not all removed");
        close();
        return removal.state() == Future.State.SUCCESS;
    }

    private void close() {
        faults.disarm();
        driver.end();
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            links.closeAll();
            quiet.complete(null);
        });
        settle(quiet, CLOSE, "sockets were not all closed");
        linkMonitor.close();
        dataplane.close();
        settle(vertx.close().toCompletionStage().toCompletableFuture(), CLOSE, "connections were not all closed");
        socket.ifPresent(SocketFile::remove);
        store.close();
        LOG.info("stopped");
    }

    private static Dataplane programmer(FaultPolicy faults) throws IOException {
        try {
            return LinuxPlane.open(faults::thread);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.contains("EPERM")
                    ? new IOException(
                            reason + "; run ddmd as root, or with AmbientCapabilities=CAP_NET_ADMIN in its systemd"
                                    + " unit, or with --dataplane none to program no routes",
                            e)
                    : e;
        }
    }

    /** For digests of tables: whoever chooses prefixes must not know it. */
    private static TableDigest.Bits secret() {
        SecureRandom random = new SecureRandom();
        return new TableDigest.Bits(random.nextLong(), random.nextLong());
    }

    private List<InterfaceReport> interfaces() {
        return driver.interfaces();
    }

    private Driver driver() {
        return driver;
    }

    private void submit(Event event) {
        driver.submit(event);
    }

    private static <T> T await(io.vertx.core.Future<T> future, String failure) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(failure + ": " + reason(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failure + ": interrupted", e);
        }
    }

    /** Where IPv6 is disabled, Java's exceptions have no message or name a family that is not supported. */
    private static String reason(Throwable cause) {
        if (!Files.exists(Path.of("/proc/net/if_inet6")) || isIpv6Disabled()) {
            return "IPv6 is disabled on this machine (net.ipv6.conf.all.disable_ipv6); DDM routes IPv6 and needs it";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean isIpv6Disabled() {
        try {
            return "1".equals(Files.readString(Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6")).strip());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean settle(Future<?> future, Duration atMost, String otherwise) {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{}: {}", otherwise, e.getMessage() == null ? "out of time" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
