package io.ddm.daemon.metrics;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Routes in the kernel, and how long it takes to write them. */
final class DataplaneMetrics {

    private static final Duration[] BUCKETS = Buckets.ofMillis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20_000);

    private final MeterRegistry registry;
    private final Supplier<DataplaneStatus> status;
    private final Timer apply;

    /**
     * @param status of now; any thread
     */
    DataplaneMetrics(MeterRegistry registry, Supplier<DataplaneStatus> status) {
        this.registry = registry;
        this.status = status;
        apply = Timer.builder("ddm.fib.apply").serviceLevelObjectives(BUCKETS).register(registry);
        routes("wanted", DataplaneStatus::wanted);
        routes("installed", DataplaneStatus::installed);
        routes("refused", now -> now.refused().size());
        FunctionCounter.builder("ddm.fib.drift", status, source -> (double) source.get().driftRepairs())
                .register(registry);
    }

    private void routes(String state, ToIntFunction<DataplaneStatus> count) {
        Gauge.builder("ddm.fib.routes", () -> count.applyAsInt(status.get())).tag("state", state).register(registry);
    }

    /** A batch of changes took so many nanoseconds. */
    void applied(long nanos) {
        apply.record(nanos, TimeUnit.NANOSECONDS);
    }
}
