package io.ddm.daemon.metrics;

import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * 0 or 1 for each kind of problem, and for each link that had a problem of a kind since it is configured. What is of no
 * link has an empty label, which Prometheus takes for none. A scrape on any thread reads the problems of the last
 * update.
 */
final class ProblemGauges {

    private record Key(ProblemKind kind, String link) {}

    private final MultiGauge gauge;
    private Set<Key> shown = Set.of();
    private volatile Set<Key> present = Set.of();

    ProblemGauges(MeterRegistry registry) {
        this.gauge = MultiGauge.builder("ddm.problem").register(registry);
    }

    /**
     * @param links the configured links
     */
    void update(List<Problem> problems, Set<String> links) {
        Set<Key> now = new HashSet<>();
        problems.forEach(problem -> now.add(new Key(problem.kind(), problem.on())));
        Set<Key> next = new HashSet<>(now);
        for (ProblemKind kind : ProblemKind.values()) {
            next.add(new Key(kind, ""));
        }
        shown.stream().filter(key -> links.contains(key.link)).forEach(next::add);
        present = Set.copyOf(now);
        if (!next.equals(shown)) {
            shown = next;
            gauge.register(shown.stream().map(this::row).toList(), true);
        }
    }

    private MultiGauge.Row<?> row(Key key) {
        return MultiGauge.Row.of(
                Tags.of("code", key.kind.code(), "severity", key.kind.severity().word(), "link", key.link),
                () -> present.contains(key) ? 1 : 0);
    }
}
