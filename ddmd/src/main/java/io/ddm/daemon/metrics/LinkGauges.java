package io.ddm.daemon.metrics;

import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gauges of each configured link. A scrape on any thread reads the figures of the last update. */
final class LinkGauges {

    private final Map<String, Figures> links = new ConcurrentHashMap<>();
    private final MultiGauge up;
    private final MultiGauge states;
    private final MultiGauge since;
    private final MultiGauge paths;

    private record Figures(FsmState state, double since, long paths) {}

    LinkGauges(MeterRegistry registry) {
        this.up = MultiGauge.builder("ddm.peer.up").register(registry);
        this.states = MultiGauge.builder("ddm.peer.state").register(registry);
        this.since = MultiGauge.builder("ddm.peer.state.since.seconds").register(registry);
        this.paths = MultiGauge.builder("ddm.imported.paths").register(registry);
    }

    /** Sets the figures of each configured link, and removes gauges of other links. */
    void update(RouterReport report) {
        Set<String> before = Set.copyOf(links.keySet());
        Set<String> names = report.interfaces().stream().map(InterfaceReport::name).collect(Collectors.toSet());
        links.keySet().retainAll(names);
        for (InterfaceReport link : report.interfaces()) {
            links.put(link.name(), new Figures(link.state(), link.since().toEpochMilli() / 1e3,
                    offered(report, link).map(table -> table.counts().total()).orElse(0L)));
        }
        if (!before.equals(names)) {
            register(up, names, link -> link.state == FsmState.EXCHANGE ? 1 : 0);
            register(since, names, link -> link.since);
            states.register(names.stream().flatMap(this::states).toList(), true);
            register(paths, names, link -> link.paths);
        }
    }

    private void register(MultiGauge gauge, Set<String> names, ToDoubleFunction<Figures> value) {
        gauge.register(names.stream().<MultiGauge.Row<?>>map(name -> row(Tags.of("link", name), name, value)).toList(),
                true);
    }

    private Stream<MultiGauge.Row<?>> states(String name) {
        return Arrays.stream(FsmState.values())
                .map(state -> row(Tags.of("link", name, "state", state.name().toLowerCase(Locale.ROOT)), name,
                        link -> link.state == state ? 1 : 0));
    }

    private MultiGauge.Row<?> row(Tags tags, String name, ToDoubleFunction<Figures> value) {
        return MultiGauge.Row.of(tags, () -> {
            Figures link = links.get(name);
            return link == null ? 0 : value.applyAsDouble(link);
        });
    }

    /** The table of the peer on a link, if there is one. */
    static Optional<OfferedTable> offered(RouterReport report, InterfaceReport link) {
        return link.nextHop().flatMap(peer -> Optional.ofNullable(report.imported().get(peer)));
    }
}
