package io.ddm.daemon;

import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.store.FaultLog;
import io.ddm.daemon.supervisor.Supervisor;
import io.ddm.daemon.warmup.WarmUp;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon in three planes, started in this order and closed in reverse: {@link ControlPlane}, {@link AdminPlane},
 * {@link JobsPlane}. A start that fails at any step leaves no socket, thread, lock or file behind.
 */
public final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    private final FaultPolicy faults;
    private final Steps steps;
    private final AdminAccess access;
    private final ControlPlane control;
    private final AdminPlane admin;
    private final JobsPlane jobs;
    private final Optional<WarmUp> warmUp;
    private final AtomicBoolean ending = new AtomicBoolean();

    /** What a daemon gets from the process that it is in, or from a test. */
    interface Host {

        /** Begins a hand-over that an operator has asked for; returns at once. */
        void handOver();

        /** Whether the process is the daemon's own; then it is warmed up after the start. */
        default boolean ownsProcess() {
            return false;
        }

        /** What the daemon's configuration was read from, for reloads. */
        default ConfigSource.Loaded configuration() {
            return ConfigSource.Loaded.NONE;
        }

        /** The service manager that the process has. */
        default Supervisor supervisor() {
            return Supervisor.none();
        }

        /** A step of the start begins. */
        default void begins(String step) throws IOException {}

        /** The router is about to handle an event; called after all other observers, on its event loop. */
        default void event(Event event) {}
    }

    /**
     * Starts everything and returns when the admin API answers; links come up on their own time.
     *
     * @throws IOException if the store, the data plane or the admin address cannot be opened; the message says which
     */
    public static Daemon start(DaemonConfig config) throws IOException {
        FaultPolicy faults = new FaultPolicy(new FaultLog(config.dataDirectory()),
                code -> LOG.error("the daemon has failed; the program that it is part of goes on"));
        return start(config, faults, () -> LOG.warn("no hand-over: the daemon is part of another program"));
    }

    /**
     * The same in a process of its own.
     *
     * @param faults ends the process after a failure
     */
    static Daemon start(DaemonConfig config, FaultPolicy faults, Host host) throws IOException {
        Steps steps = new Steps(step -> {
            LOG.debug("start: {}", step);
            host.begins(step);
        });
        try {
            return new Daemon(config, faults, steps, host);
        } catch (IOException | RuntimeException | Error e) {
            faults.disarm();
            steps.close();
            throw e;
        }
    }

    private Daemon(DaemonConfig config, FaultPolicy faults, Steps steps, Host host) throws IOException {
        this.faults = faults;
        this.steps = steps;
        access = steps.open("admin credentials", () -> AdminAccess.of(config.admin().access()), AdminAccess::close);
        control = new ControlPlane(steps.part("control plane"), config, faults, host::event);
        admin = new AdminPlane(steps.part("admin plane"), config, access, control, host);
        jobs = new JobsPlane(steps.part("jobs"), faults, control, host.supervisor());
        warmUp = host.ownsProcess()
                ? Optional.of(steps.open("warm-up", () -> WarmUp.start(config.dataDirectory(), this::isSettled),
                        WarmUp::close))
                : Optional.empty();
        LOG.info("router {} ({}), admin API on port {}, interfaces {}", config.router().id(),
                config.router().kind().name().toLowerCase(Locale.ROOT), admin.port(), config.links().interfaces());
    }

    private CompletionStage<Boolean> isSettled() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        control.execute(() -> answer.complete(
                control.telemetry().readiness().passed().contains(Readiness.Gate.FIB)));
        return answer;
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
        admin.refresh();
    }

    /** Reads the configuration again and applies what applies live; logs the result. Blocks. */
    public void reload() {
        admin.reload();
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
        warmUp.ifPresent(WarmUp::end);
        boolean removed = control.withdraw();
        close();
        return removed;
    }

    /**
     * Closes everything without notifying the peers, so that a successor finds the routes in the kernel and peers that
     * have not noticed; it has the time until they do, {@code --expire-threshold}.
     */
    public void handOver() {
        if (ending.compareAndSet(false, true)) {
            LOG.info("handing over: routes and peers stay as they are");
            warmUp.ifPresent(WarmUp::end);
            close();
        }
    }

    /**
     * The start in reverse, without notifying the peers; routes stay in the kernel. What fails from now on, since
     * others have been closed, is no fault.
     */
    void close() {
        faults.disarm();
        control.end();
        jobs.close();
        admin.close();
        control.close();
        steps.close();
        LOG.info("stopped");
    }
}
