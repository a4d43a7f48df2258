package io.ddm.daemon;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.access.WatchedFile;
import io.ddm.daemon.admin.AdminServer;
import io.ddm.daemon.admin.DynamicInterfaces;
import io.ddm.daemon.admin.Handlers;
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
import io.ddm.daemon.admin.config.LiveConfig;
import io.ddm.daemon.admin.config.Reload;
import io.ddm.daemon.admin.events.EventHandlers;
import io.ddm.daemon.admin.events.HistoryHandlers;
import io.ddm.daemon.admin.recording.RecordingHandlers;
import io.ddm.daemon.admin.stat.ForwardingView;
import io.ddm.daemon.admin.stat.ProberFeed;
import io.ddm.daemon.admin.stat.RoleHandlers;
import io.ddm.daemon.admin.stat.RouterRoles;
import io.ddm.daemon.admin.stat.StatHandlers;
import io.ddm.daemon.admin.status.StatusHandlers;
import io.ddm.daemon.admin.status.StatusView;
import io.ddm.daemon.admin.ui.LoginHandlers;
import io.ddm.daemon.admin.ui.UiHandlers;
import io.ddm.daemon.config.AdminConfig;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.log.LogControl;
import io.ddm.daemon.metrics.StatsListener;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin plane: every listener for operators and programs, and what their requests mean. */
final class AdminPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Its share of the 2 s in which a stop is promised. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    private final Steps steps;
    private final StatsConfig statsConfig;
    private final AdminLoop loop;
    private final StatsListener stats;
    private final AdminServer server;
    private final Reload reload;

    /**
     * Opens it; requests are answered when this returns.
     *
     * @param steps where each step of the start is kept, to be undone
     * @param access what stands before the TCP listeners
     * @param host begins hand-overs, and knows where the configuration is from
     */
    AdminPlane(Steps steps, DaemonConfig config, AdminAccess access, ControlPlane control, Daemon.Host host)
            throws IOException {
        this.steps = steps;
        this.statsConfig = config.admin().stats();
        loop = steps.open("admin loop", () -> BlockingWait
                .require(AdminLoop.open(control.vertx(), control.context()), "the admin API cannot start"),
                opened -> {});
        Telemetry telemetry = control.telemetry();
        AdminResources resources = AdminResources.of(loop, telemetry.refusals());
        RouterCalls router = new RouterCalls(loop, control::execute, control.driver());
        HealthHandlers health = new HealthHandlers(resources, router, telemetry.lag(), telemetry.readiness(),
                telemetry.health());
        stats = new StatsListener(resources, new ListenAddress(config.admin().address(), statsConfig.port()),
                router::report, telemetry.metrics(), access, health::getLive);
        DynamicInterfaces dynamic = new DynamicInterfaces(config.links().interfaces(), router::submit,
                () -> router.await(control::settled));
        RouterRoles roles = new RouterRoles(resources, router, config.links().standby(), control.dataplane()::flush);
        LogControl log = steps.open("log levels",
                () -> new LogControl(ConfigKeys.log(host.configuration().settings()), this::timer), LogControl::close);
        reload = new Reload(host.configuration(), new LiveConfig(loop, router, dynamic, roles, log),
                () -> readFiles(access, control));
        OriginChanges changes = new OriginChanges(resources, router, control.store(), OperatorLog::changed);
        List<Handlers> handlers = List.of(new PeerHandlers(resources, router),
                new PrefixHandlers(resources, router, changes), new TunnelHandlers(resources, router, changes),
                new InterfaceHandlers(resources, router, telemetry.metrics(), dynamic), health,
                new MetricsHandlers(resources, telemetry.metrics(), stats), new OpenApiHandlers(resources),
                new EventHandlers(resources, router, control.feed(), access),
                new HistoryHandlers(router, control.feed()),
                new StatusHandlers(resources, router, () -> status(control, health),
                        control.dataplane()::status, Ddmd.version(), control.driver().now()),
                new UiHandlers(resources, router, () -> status(control, health), control.feed(),
                        control.dataplane()::status, Ddmd.version(), control.driver().now()),
                new LoginHandlers(resources, access), new RecordingHandlers(resources, control.recorder()),
                new StatHandlers(resources, router,
                        () -> router.forwarding()
                                .map(forwarding -> new ForwardingView(forwarding, control.prober().report(),
                                        control.answers().report())),
                        new ProberFeed(control.prober(), config.router().multipath().probes(), control::execute,
                                control::driver),
                        access),
                new RoleHandlers(roles), new ProcessHandlers(host::handOver),
                new ConfigHandlers(resources, reload, log));
        server = steps.open("admin server", () -> new AdminServer(resources, handlers, access),
                opened -> closeListeners());
        listen(config.admin());
        access.warning(config.admin().address()).ifPresent(LOG::warn);
        if (statsConfig.atStart()) {
            refresh();
        }
    }

    /** On the router's event loop. */
    private static StatusView status(ControlPlane control, HealthHandlers health) {
        return new StatusView(control.driver().now(), control.driver().report(), control.feed().counts(),
                health.report(), control.prober().report(), control.dataplane().status());
    }

    /** For temporary log levels; a timer that fires after the end of the loops does nothing. */
    private Runnable timer(Duration time, Runnable task) {
        long id = loop.vertx().setTimer(time.toMillis(), due -> task.run());
        return () -> loop.vertx().cancelTimer(id);
    }

    private static List<WatchedFile.Reload> readFiles(AdminAccess access, ControlPlane control) {
        List<WatchedFile.Reload> files = new ArrayList<>(access.reload());
        control.reloadKeys().ifPresent(files::add);
        return files;
    }

    /** Reads the configuration again, as a signal demands; blocks. */
    void reload() {
        reload.onSignal();
    }

    private void listen(AdminConfig config) throws IOException {
        if (config.access().socket().isPresent()) {
            SocketFile socket = new SocketFile(config.access().socket().get());
            steps.open("admin socket", () -> openSocket(socket), this::closeSocket).open();
        }
        if (config.access().probe().isPresent()) {
            ListenAddress probes = config.access().probe().get();
            steps.open("probe port", () -> BlockingWait.require(server.listenForProbes(probes),
                    "probes cannot be served on " + probes), opened -> {});
            LOG.info("GET /live and GET /ready for probes on port {}", server.probePort());
        }
        ListenAddress address = new ListenAddress(config.address(), config.port());
        steps.open("admin port", () -> BlockingWait.require(server.listen(config.address(), config.port()),
                "the admin API cannot listen on " + address), opened -> {});
    }

    private SocketFile openSocket(SocketFile socket) throws IOException {
        socket.free();
        BlockingWait.require(server.listen(socket), "--admin-socket " + socket.path() + " cannot be opened");
        return socket;
    }

    /** A file is removed after its listener is closed: what is there later belongs to a successor. */
    private void closeSocket(SocketFile socket) {
        closeListeners();
        socket.remove();
    }

    private void closeListeners() {
        BlockingWait.settle(Future.all(server.close(), loop.call(stats::disable)).toCompletionStage(), CLOSE_TIMEOUT,
                "connections of the admin API were not all closed");
    }

    /** The TCP port on which the admin API listens. */
    int port() {
        return server.port();
    }

    /** The TCP port on which probes are served, if they are. */
    int probePort() {
        return server.probePort();
    }

    /** Starts the metrics listener if the flags name rack and sled and it does not run; nothing else can change. */
    void refresh() {
        statsConfig.identity()
                .ifPresentOrElse(identity -> loop.run(() -> stats.keepEnabling(identity)), () -> LOG.info(
                        "the metrics listener waits for POST /enable-stats: the flags do not name rack and sled"));
    }

    /** Closes all listeners and their connections. */
    @Override
    public void close() {
        steps.close();
    }
}
