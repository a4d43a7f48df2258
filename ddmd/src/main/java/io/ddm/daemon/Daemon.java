package io.ddm.daemon;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.admin.AdminHandlers;
import io.ddm.daemon.admin.AdminServer;
import io.ddm.daemon.admin.DynamicInterfaces;
import io.ddm.daemon.admin.HealthHandlers;
import io.ddm.daemon.admin.InterfaceHandlers;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.linux.LinkMonitor;
import io.ddm.daemon.dataplane.linux.RouteProgrammer;
import io.ddm.daemon.dataplane.none.NoDataplane;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.net.ExchangeProofs;
import io.ddm.daemon.net.Links;
import io.ddm.daemon.net.NetConfig;
import io.ddm.daemon.net.Requests;
import io.ddm.daemon.observe.Health;
import io.ddm.daemon.observe.LoopLag;
import io.ddm.daemon.observe.Metrics;
import io.ddm.daemon.observe.Readiness;
import io.ddm.daemon.observe.StatsListener;
import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.Event;
import io.ddm.fsm.Router;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.InterfaceReport;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon, put together. {@link #start} and {@link #stop} are the two orders of things. */
public final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** The router's, and one that reads the requests of administrators. */
    private static final int EVENT_LOOPS = 2;

    /** How often what is wrong is looked for, so that it is logged and counted when nobody asks, and the heap's growth. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** How often a store that has failed is tried again. */
    private static final Duration RETRY_STORE = Duration.ofSeconds(5);

    /** Of the 2 s in which a stop is promised: for telling the peers, for the kernel, for the rest. */
    private static final Duration TELL_PEERS = Duration.ofMillis(800);
    private static final Duration REMOVE_ROUTES = Duration.ofMillis(700);
    private static final Duration CLOSE = Duration.ofMillis(300);

    private final Vertx vertx;
    private final Context context;
    private final OriginStore store;
    private final Dataplane dataplane;
    private final Links links;
    private final Driver driver;
    private final AdminServer admin;
    private final Optional<SocketFile> socket;
    private final StatsConfig statsConfig;
    private final StatsListener stats;
    private final LinkMonitor linkMonitor;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Promise<Void> peersTold = Promise.promise();
    private boolean swept;

    /**
     * Starts everything and returns when the admin API answers; links come up on their own time.
     *
     * @throws IOException if the store, the data plane or the admin address cannot be had; the message says which
     */
    public static Daemon start(DaemonConfig config) throws IOException {
        return new Daemon(config);
    }

    private Daemon(DaemonConfig config) throws IOException {
        AdminAccess access = AdminAccess.of(config.access());
        Optional<ExchangeProofs> proofs = config.access().exchangeKeyFile().isPresent()
                ? Optional.of(new ExchangeProofs(config.access().exchangeKeyFile().get()))
                : Optional.empty();
        store = OriginStore.open(config.dataDirectory());
        dataplane = switch (config.dataplane()) {
            case LINUX -> RouteProgrammer.open();
            case NONE -> new NoDataplane();
        };
        // Addresses are literals; the resolver that asks the DNS for them is not wanted.
        System.setProperty("vertx.disableDnsResolver", "true");
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(1).setInternalBlockingPoolSize(
                        1).setFileSystemOptions(
                                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(
                                        false)));
        context = vertx.getOrCreateContext();

        Executor onContext = task -> context.runOnContext(ignored -> task.run());
        MonotonicClock clock = new MonotonicClock();
        LoopLag lag = new LoopLag();
        Health health = new Health(store::status, dataplane::status, this::interfaces, lag, clock::now);
        Readiness readiness = new Readiness(health, this::interfaces, () -> driver().isAnyTableAwaited(),
                dataplane::flush, onContext, clock::now);
        Metrics metrics = new Metrics(config.router(), config.stats());
        Extensions ours = new Extensions(config.limits().maxBodyBytes(), true,
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        Requests requests = new Requests(ours);
        NetConfig net = new NetConfig(config.router(), ours, config.limits(), config.exchangePort(),
                config.exchangeTimeout(), proofs);
        links = new Links(vertx, net, this::submit, requests, metrics);
        EffectRunner runner = new EffectRunner(links, requests, dataplane, effect -> {
            metrics.effect(effect);
            health.effect(effect);
        }, peersTold::tryComplete);
        driver = new Driver(vertx, context, new Router(config.router(), secret()), clock, event -> {
            metrics.event(event);
            health.event(event);
            readiness.event(event);
        }, runner);
        metrics.watch(health, lag);

        // Before the admin API listens, so that its first answer is right already.
        driver.submit(new Event.Originate(store.load()));
        config.interfaces().forEach(name -> driver.submit(new Event.InterfaceConfigured(name)));

        statsConfig = config.stats();
        stats = new StatsListener(vertx, new ListenAddress(config.adminAddress(), statsConfig.port()),
                driver::report, metrics, access);
        DynamicInterfaces dynamic = new DynamicInterfaces(config.interfaces(), driver::submit,
                () -> io.vertx.core.Future.all(links.closed(),
                        io.vertx.core.Future.fromCompletionStage(dataplane.flush(), context)));
        admin = new AdminServer(vertx, onContext, new AdminHandlers(vertx, driver, store, metrics, stats),
                new InterfaceHandlers(driver, metrics, dynamic), new HealthHandlers(lag, readiness, health), access);
        socket = config.access().socket().map(SocketFile::new);
        if (socket.isPresent()) {
            socket.get().free();
            await(admin.listen(socket.get()).toCompletionStage().toCompletableFuture(),
                    "--admin-socket " + socket.get().path() + " cannot be had");
            socket.get().open();
        }
        await(admin.listen(config.adminAddress(), config.adminPort()).toCompletionStage().toCompletableFuture(),
                "the admin API cannot listen on " + new ListenAddress(config.adminAddress(), config.adminPort()));

        access.warning(config.adminAddress()).ifPresent(LOG::warn);
        if (statsConfig.atStart()) {
            refresh();
        }
        linkMonitor = LinkMonitor.open(new LinkEvents(driver, onContext, health, readiness));
        HeapGrowth heap = new HeapGrowth();
        context.runOnContext(ignored -> {
            vertx.setPeriodic(LoopLag.PACE.toMillis(), beat -> lag.beat());
            vertx.setPeriodic(LOOK_EVERY.toMillis(), look -> {
                readiness.passed();
                if (!swept && readiness.maySweep()) {
                    swept = true;
                    dataplane.sweep();
                }
                health.problems();
                heap.look();
            });
        });
        WorkerExecutor disk = vertx.createSharedWorkerExecutor(AdminHandlers.DISK, 1);
        vertx.setPeriodic(RETRY_STORE.toMillis(), retry -> disk.executeBlocking(() -> {
            store.retry();
            return null;
        }, AdminHandlers.UNORDERED));
        LOG.info("{} runs as a {}, admin API on port {}, interfaces {}", config.router().id(), config.router().kind(),
                admin.port(), config.interfaces());
    }

    /** The TCP port on which the admin API listens. */
    public int adminPort() {
        return admin.port();
    }

    /** Starts the metrics listener if the flags name rack and sled and it does not run; nothing else can change. */
    public void refresh() {
        statsConfig.identity().ifPresentOrElse(
                who -> context.runOnContext(ignored -> stats.keepEnabling(who)),
                () -> LOG.info(
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

    /** Withdraws from the peers, removes our routes and lets go of everything; takes less than 2 s. */
    public void stop() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        LOG.info("stopping: withdrawing from peers");
        driver.submit(new Event.Stop());
        settle(peersTold.future().toCompletionStage().toCompletableFuture(), TELL_PEERS, "peers were not all told");
        settle(dataplane.removeAll().toCompletableFuture(), REMOVE_ROUTES, "routes were not all removed");
        close();
    }

    private void close() {
        linkMonitor.close();
        dataplane.close();
        settle(vertx.close().toCompletionStage().toCompletableFuture(), CLOSE, "connections were not all closed");
        socket.ifPresent(SocketFile::remove);
        store.close();
        LOG.info("stopped");
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

    private static void await(Future<?> future, String failure) throws IOException {
        try {
            future.get();
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(failure + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failure + ": interrupted", e);
        }
    }

    private static void settle(Future<?> future, Duration atMost, String otherwise) {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{}: {}", otherwise, e.getMessage() == null ? "out of time" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
