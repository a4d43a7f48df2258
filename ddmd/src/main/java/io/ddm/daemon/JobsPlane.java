package io.ddm.daemon;

import io.ddm.daemon.admin.OriginChanges;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.link.LinkMonitor;
import io.ddm.daemon.link.LinkSource;
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
    private final HeapTrimmer heap = new HeapTrimmer();
    /** Of the router's event loop. */
    private final List<Long> timers = new ArrayList<>();
    private boolean swept;

    /**
     * Starts them.
     *
     * @param steps where each step of the start is kept, to be undone
     */
    JobsPlane(Steps steps, FaultPolicy faults, ControlPlane control) throws IOException {
        this.steps = steps;
        this.control = control;
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
        telemetry.metrics().update(control.driver().report(), problems, gates);
        heap.trim();
    }

    /** Stops them. */
    @Override
    public void close() {
        steps.close();
    }
}
