package io.ddm.daemon;

import io.ddm.daemon.admin.OriginChanges;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.link.LinkMonitor;
import io.ddm.daemon.link.LinkSource;
import io.ddm.daemon.supervisor.StatusLine;
import io.ddm.daemon.supervisor.Supervisor;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The jobs: what happens from time to time, and the monitor of links, whose news sets the router going. */
final class JobsPlane implements AutoCloseable {

    /** Time between health checks, so that problems are logged and counted although no operator asks. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    /** Time between attempts to use a store that has failed. */
    private static final Duration STORE_RETRY_INTERVAL = Duration.ofSeconds(5);

    private final Steps steps;
    private final ControlPlane control;
    private final Supervisor supervisor;
    private final HeapTrimmer heap = new HeapTrimmer();
    /** Of the router's event loop. */
    private final List<Long> timers = new ArrayList<>();
    private boolean swept;

    /**
     * Starts them.
     *
     * @param steps where each step of the start is kept, to be undone
     * @param supervisor is notified of how the router is, and that its event loop runs
     */
    JobsPlane(Steps steps, FaultPolicy faults, ControlPlane control, Supervisor supervisor) throws IOException {
        this.steps = steps;
        this.control = control;
        this.supervisor = supervisor;
        steps.open("link monitor", () -> LinkMonitor.open(new LinkEvents(control.driver(), control::execute,
                control.telemetry().health(), control.telemetry().readiness()), faults::thread), LinkSource::close);
        steps.open("timers", () -> {
            control.execute(this::startTimers);
            return timers;
        }, started -> control.execute(() -> started.forEach(control.vertx()::cancelTimer)));
    }

    private void startTimers() {
        Vertx vertx = control.vertx();
        EventLoopMonitor lag = control.telemetry().lag();
        WorkerExecutor disk = vertx.createSharedWorkerExecutor(OriginChanges.DISK, 1);
        timers.add(vertx.setPeriodic(EventLoopMonitor.PACE.toMillis(), beat -> lag.beat()));
        // From this loop, so that a supervisor restarts a daemon whose router hangs.
        supervisor.watchdogInterval()
                .ifPresent(pace -> timers.add(vertx.setPeriodic(0, pace.toMillis(), due -> supervisor.alive())));
        timers.add(vertx.setPeriodic(CHECK_INTERVAL.toMillis(), due -> check()));
        timers.add(vertx.setPeriodic(STORE_RETRY_INTERVAL.toMillis(), due -> disk.executeBlocking(() -> {
            control.store().retry();
            return null;
        }, AdminResources.UNORDERED)));
    }

    private void check() {
        Telemetry telemetry = control.telemetry();
        Set<Readiness.Gate> gates = telemetry.readiness().satisfied();
        if (!swept && telemetry.readiness().maySweep()) {
            swept = true;
            control.dataplane().sweep();
        }
        List<Problem> problems = telemetry.health().problems();
        control.feed().problems(problems);
        supervisor.status(
                () -> StatusLine.of(control.driver().interfaces(), control.driver().networks(), problems));
        telemetry.metrics().update(control.driver().report(), problems, gates);
        heap.trim();
    }

    /** Stops them. */
    @Override
    public void close() {
        steps.close();
    }
}
