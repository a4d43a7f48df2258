package io.ddm.daemon.metrics;

import io.ddm.daemon.health.Readiness;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.UnderlayFamily;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The gates of the start, and sizes of tables. A scrape on any thread reads the figures of the last update. */
final class RouterGauges {

    private static final String UNDERLAY = "underlay";
    private static final String TUNNEL = "tunnel";

    private record Count(long originated, long imported) {}

    private static final Count NONE = new Count(0, 0);

    private volatile Set<Readiness.Gate> passed = Set.of();
    private volatile Map<String, Count> counts = Map.of();

    RouterGauges(MeterRegistry registry) {
        for (Readiness.Gate gate : Readiness.Gate.values()) {
            Gauge.builder("ddm.ready", () -> passed.contains(gate) ? 1 : 0)
                    .tag("gate", gate.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (String family : List.of(UNDERLAY, TUNNEL)) {
            Gauge.builder("ddm.prefixes", () -> counts.getOrDefault(family, NONE).originated)
                    .tags("kind", "originated", "family", family)
                    .register(registry);
            Gauge.builder("ddm.prefixes", () -> counts.getOrDefault(family, NONE).imported)
                    .tags("kind", "imported", "family", family)
                    .register(registry);
        }
    }

    /**
     * @param gates those that hold
     */
    void update(RouterReport report, Set<Readiness.Gate> gates) {
        passed = Set.copyOf(gates);
        counts = Map.of(UNDERLAY, count(report, UnderlayFamily.INSTANCE), TUNNEL,
                count(report, TunnelFamily.INSTANCE));
    }

    private static Count count(RouterReport report, RouteFamily family) {
        return new Count(report.originated().of(family),
                report.imported().values().stream().mapToLong(table -> table.counts().of(family)).sum());
    }
}
