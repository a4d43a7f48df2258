package io.ddm.daemon.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where the time of the router's event loop goes: processor time of each kind of work, and waits before it. */
final class LoopMetrics {

    /** No event should take more than 20 ms, or wait longer. */
    private static final Duration[] BUCKETS = Buckets.ofMillis(1, 2, 5, 10, 20, 50, 100, 1000);

    private final MeterRegistry registry;
    private final Map<String, Timer> work = new HashMap<>();
    private final Timer wait;

    LoopMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.wait = Timer.builder("ddm.event.wait").serviceLevelObjectives(BUCKETS).register(registry);
    }

    /**
     * @param kind kind of work, from a small set
     * @param cpu in nanoseconds
     */
    void done(String kind, long cpu) {
        work.computeIfAbsent(kind,
                name -> Timer.builder("ddm.loop.cpu")
                        .tags("event", name)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry))
                .record(cpu, TimeUnit.NANOSECONDS);
    }

    /** An event waited for the loop for so many nanoseconds. */
    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }
}
