package io.ddm.daemon.metrics;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long peers take to acknowledge updates. A session has at most one update under way. */
final class UpdateLatency {

    private static final Duration[] BUCKETS = Buckets.ofMillis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final Map<String, Sent> sent = new HashMap<>();

    private record Sent(long epoch, long at) {}

    /**
     * @param nanos nanoseconds that never go back
     */
    UpdateLatency(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
    }

    void event(Event event) {
        if (event instanceof Event.PushCompleted e) {
            Sent update = sent.remove(e.name());
            if (update != null && update.epoch == e.epoch()) {
                timer(e.name()).record(nanos.getAsLong() - update.at, TimeUnit.NANOSECONDS);
            }
        } else if (event instanceof Event.PushFailed e) {
            sent.remove(e.name());
        } else if (event instanceof Event.InterfaceConfigured e) {
            timer(e.name());
        }
    }

    void effect(Effect effect) {
        if (effect instanceof Effect.Push e) {
            sent.put(e.name(), new Sent(e.epoch(), nanos.getAsLong()));
        } else if (effect instanceof Effect.CloseSession e) {
            sent.remove(e.name());
        }
    }

    private Timer timer(String link) {
        return Timer.builder("ddm.update.latency")
                .tags("link", link)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
