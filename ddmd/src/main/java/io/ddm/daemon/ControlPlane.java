package io.ddm.daemon;

import io.ddm.daemon.access.WatchedFile;
import io.ddm.daemon.admin.events.EventFeed;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.config.LinkConfig;
import io.ddm.daemon.core.Driver;
import io.ddm.daemon.core.EffectRunner;
import io.ddm.daemon.core.MonotonicClock;
import io.ddm.daemon.core.Recorder;
import io.ddm.daemon.core.RecordingFile;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.linux.LinuxPlane;
import io.ddm.daemon.dataplane.none.NoPlane;
import io.ddm.daemon.discovery.DiscoverySocket;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.server.PendingExchanges;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.ProbeMetrics;
import io.ddm.daemon.metrics.RecorderMetrics;
import io.ddm.daemon.metrics.RefusalLog;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.probe.AnswerTimes;
import io.ddm.daemon.probe.Prober;
import io.ddm.daemon.sockets.InterfaceSockets;
import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.InterfaceReport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane: the router on its event loop, its sockets on links, the data plane under it, and the store of what
 * it originates.
 */
final class ControlPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Shares of the 2 s in which a stop is promised; the recorder and its file take up to 200 ms each. */
    private static final Duration WITHDRAW_TIMEOUT = Duration.ofMillis(800);
    private static final Duration REMOVE_ROUTES_TIMEOUT = Duration.ofMillis(700);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    private final Steps steps;
    private final Optional<ExchangeAuthenticator> exchangeKeys;
    private final OriginStore store;
    private final Dataplane dataplane;
    private final Vertx vertx;
    private final Context context;
    private final Telemetry telemetry;
    private final EventFeed feed;
    private final AnswerTimes answers;
    private final Prober prober;
    private final InterfaceSockets sockets;
    private final Recorder recorder;
    private final Driver driver;
    private final Promise<Void> withdrawn = Promise.promise();

    /**
     * Opens it. Nothing happens on a link before the link monitor of {@link JobsPlane} has found it.
     *
     * @param steps where each step of the start is kept, to be undone
     * @param probe sees every event before the router does, as the last observer
     */
    ControlPlane(Steps steps, DaemonConfig config, FaultPolicy faults, Consumer<Event> probe) throws IOException {
        this.steps = steps;
        exchangeKeys = steps.open("exchange keys", () -> exchangeKeys(config.admin().access().exchangeKeyFile()),
                keys -> keys.ifPresent(ExchangeAuthenticator::close));
        store = steps.open("store", () -> OriginStore.open(config.dataDirectory()), OriginStore::close);
        dataplane = steps.open("data plane", () -> dataplane(config.dataplane(), faults), Dataplane::close);
        Metrics metrics = new Metrics(config.router(), config.admin().stats(), Ddmd.version());
        RefusalLog refusals = new RefusalLog(metrics);
        vertx = steps.open("event loops", () -> EventLoops.open(faults, refusals), EventLoops::close);
        context = vertx.getOrCreateContext();

        MonotonicClock clock = new MonotonicClock();
        EventLoopMonitor lag = new EventLoopMonitor();
        Health health = new Health(config.router(), config.links().apiOnly(), store::status, dataplane::status,
                this::interfaces, lag, clock::now);
        Readiness readiness = new Readiness(health, config.links().apiOnly(), this::interfaces,
                () -> driver().isAnyTableAwaited(), dataplane::flush, this::execute, clock::now);
        telemetry = new Telemetry(metrics, refusals, lag, health, readiness);
        metrics.watch(lag, dataplane, this::execute);
        feed = new EventFeed(vertx, this::driver);
        answers = new AnswerTimes(System::nanoTime);
        RouterObservers observers = new RouterObservers(telemetry, feed, answers, probe);

        PeerCapabilities ours = PeerCapabilities.ours(config.links().limits().maxBodyBytes(),
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        ExchangeResources exchange = new ExchangeResources(config.router(), this::execute);
        PendingExchanges requests = new PendingExchanges(ours, exchange);
        ExchangeConfig settings = new ExchangeConfig(ours, config.links().limits(), config.links().exchangePort(),
                config.links().exchangeTimeout(), LinkAddresses.LINK_LOCAL, exchangeKeys);
        Consumer<Event> events = event -> driver().submit(event);
        sockets = new InterfaceSockets(vertx,
                (name, index, address) -> new DiscoverySocket(name, index, address, config.router(),
                        config.links().limits().packetsPerSecond(), events, metrics),
                settings, events, requests, exchange, metrics);
        prober = steps.open("prober", () -> Prober.open(config.router().multipath().failureDetectionTime(),
                peers -> driver().submit(new Event.PeersProbed(peers)), faults::thread), Prober::close);
        metrics.bind(new ProbeMetrics(prober::report, answers::report, config.admin().stats()));
        EffectRunner runner = new EffectRunner(sockets, requests, prober, dataplane, observers::effect,
                withdrawn::tryComplete);
        Optional<RecordingFile> recording = steps.open("recording file", () -> recordingFile(config.recording()),
                file -> file.ifPresent(RecordingFile::close));
        recorder = steps.open("recorder", () -> new Recorder(config.router(), clock.now(), () -> driver().capture(),
                recording), Recorder::close);
        metrics.bind(new RecorderMetrics(recorder, recording));
        driver = steps.open("router", () -> new Driver(vertx, context, new Router(config.router(), secret()), clock,
                observers, runner, faults::event), ended -> closeRouter());
        driver.record(recorder);
        faults.blame(driver::heaviest);
        faults.keep(() -> recorder.keepFault(config.dataDirectory()));
        exchange.expectIds(driver::longestId);
        begin(config.links(), faults, clock);
    }

    /** The router's first events, in the order that matters: whatever is asked first sees them. */
    private void begin(LinkConfig links, FaultPolicy faults, MonotonicClock clock) {
        driver.submit(new Event.Originate(store.load()));
        store.onFound(found -> driver.submit(new Event.Originate(found)));
        // Before the interfaces, so that none of these opens.
        faults.suppressions(clock.now()).forEach(driver::submit);
        links.standby().forEach(name -> {
            if (!links.interfaces().contains(name)) {
                LOG.warn("--standby {} is no interface given with -a: it is a standby once a client adds it",
                        name);
            }
            driver.submit(new Event.LinkRoleSet(name, LinkRole.STANDBY));
        });
        links.interfaces().forEach(name -> driver.submit(new Event.InterfaceConfigured(name)));
    }

    /** The router's driver. */
    Driver driver() {
        return driver;
    }

    /** What keeps what the router handled last. */
    Recorder recorder() {
        return recorder;
    }

    /** What is known about the router. */
    Telemetry telemetry() {
        return telemetry;
    }

    /** What the router does, for readers of the event stream. */
    EventFeed feed() {
        return feed;
    }

    /** What is originated, on disk. */
    OriginStore store() {
        return store;
    }

    /** How long the peers take to answer solicitations. */
    AnswerTimes answers() {
        return answers;
    }

    /** What is measured of the peers. */
    Prober prober() {
        return prober;
    }

    /** What forwards. */
    Dataplane dataplane() {
        return dataplane;
    }

    /** Both event loops. */
    Vertx vertx() {
        return vertx;
    }

    /** The router's event loop. */
    Context context() {
        return context;
    }

    /** Runs a task on the router's event loop, later. */
    void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Completes when interfaces that were closed until now have freed their sockets and the kernel follows. */
    Future<Void> settled() {
        return Future.all(sockets.closed(), Future.fromCompletionStage(dataplane.flush(), context)).mapEmpty();
    }

    /** Reads the exchange keys again, if there are any. */
    Optional<WatchedFile.Reload> reloadKeys() {
        return exchangeKeys.map(ExchangeAuthenticator::reload);
    }

    /**
     * Withdraws from the peers and removes our routes, in at most 1.5 s.
     *
     * @return whether no route of ours is left in the kernel; a peer that could not be reached expires by itself
     */
    boolean withdraw() {
        driver.submit(new Event.Stop());
        BlockingWait.settle(withdrawn.future().toCompletionStage(), WITHDRAW_TIMEOUT,
                "not all peers acknowledged the withdrawal");
        CompletableFuture<Void> removal = dataplane.removeAll().toCompletableFuture();
        BlockingWait.settle(removal, REMOVE_ROUTES_TIMEOUT, "routes were not all removed");
        return removal.state() == java.util.concurrent.Future.State.SUCCESS;
    }

    /** From now on the router ignores events: what its effects need is being closed. */
    void end() {
        driver.end();
    }

    /** Closes everything without a word to the peers; routes stay in the kernel. */
    @Override
    public void close() {
        steps.close();
    }

    private void closeRouter() {
        end();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        execute(() -> {
            sockets.closeAll();
            closed.complete(null);
        });
        BlockingWait.settle(closed, CLOSE_TIMEOUT, "sockets were not all closed");
    }

    private static Optional<ExchangeAuthenticator> exchangeKeys(Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(new ExchangeAuthenticator(file.get())) : Optional.empty();
    }

    private static Optional<RecordingFile> recordingFile(Optional<Path> path) throws IOException {
        return FileFailure.explain("--record " + path.map(Path::toString).orElse("") + " cannot be used",
                () -> path.isPresent() ? Optional.of(RecordingFile.open(path.get())) : Optional.empty());
    }

    private static Dataplane dataplane(DataplaneKind kind, FaultPolicy faults) throws IOException {
        return switch (kind) {
            case LINUX -> linux(faults);
            case NONE -> NoPlane.open(faults::thread);
        };
    }

    private static Dataplane linux(FaultPolicy faults) throws IOException {
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

    /** For digests of tables: a neighbor that chooses prefixes must not know it. */
    private static TableDigest.Bits secret() {
        SecureRandom random = new SecureRandom();
        return new TableDigest.Bits(random.nextLong(), random.nextLong());
    }

    private List<InterfaceReport> interfaces() {
        return driver.interfaces();
    }
}
