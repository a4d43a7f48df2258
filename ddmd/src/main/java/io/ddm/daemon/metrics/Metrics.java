package io.ddm.daemon.metrics;

import io.ddm.api.admin.InterfaceStats;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.daemon.log.StandardError;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.UnderlayFamily;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one place where anything is counted. Every counter follows from an event, an effect or a drop on a link; tables
 * are never counted along, they are looked at when somebody asks.
 */
public final class Metrics implements NetObserver {

    private static final String LINK = "link";
    private static final String CAUSE = "cause";
    private static final String SOLICITATIONS_SENT = "ddm.solicitations.sent";
    private static final String SOLICITATIONS_RECEIVED = "ddm.solicitations.received";
    private static final String ADVERTISEMENTS_SENT = "ddm.advertisements.sent";
    private static final String ADVERTISEMENTS_RECEIVED = "ddm.advertisements.received";
    private static final String PEER_EXPIRATIONS = "ddm.peer.expirations";
    private static final String PEER_ADDRESS_CHANGES = "ddm.peer.address.changes";
    private static final String PEER_ESTABLISHED = "ddm.peer.established";
    private static final String UPDATES_SENT = "ddm.updates.sent";
    private static final String UPDATES_RECEIVED = "ddm.updates.received";
    private static final String PUSH = "push";

    /** Upper bounds of the loop's histogram; no event may take more than 20 ms. */
    private static final Duration[] LOOP_BUCKETS = IntStream.of(1, 2, 5, 10, 20, 50, 100, 1000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Transition> lost = new HashMap<>();
    private final Map<String, Timer> loop = new HashMap<>();
    private final Map<String, LinkFigures> links = new ConcurrentHashMap<>();
    private final List<MultiGauge> linkGauges;

    private record LinkFigures(boolean up, long paths) {}

    /**
     * @param place rack and sled become labels of everything, where they are known
     */
    public Metrics(RouterConfig self, StatsConfig place) {
        registry.config().meterFilter(new PrintableLabels()).meterFilter(new MetricHelp());
        place.rackId().ifPresent(rack -> registry.config().commonTags("rack_id", rack.toString()));
        place.sledId().ifPresent(sled -> registry.config().commonTags("sled_id", sled.toString()));
        registry.gauge("ddm.build.info",
                Tags.of("router", self.id().value(), "kind", self.kind().name().toLowerCase(Locale.ROOT)), 1);
        linkGauges = List.of(MultiGauge.builder("ddm.peer.up").register(registry),
                MultiGauge.builder("ddm.imported.paths").register(registry));
    }

    /** The text that Prometheus reads, version 0.0.4. */
    public byte[] scrape() {
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    /** Shows what is wrong, the routes in the kernel, and how late the event loop is. */
    public void watch(Health health, EventLoopMonitor lag, Supplier<DataplaneStatus> dataplane) {
        for (ProblemKind kind : ProblemKind.values()) {
            registry.gauge("ddm.problem", Tags.of("code", kind.code(), "severity", kind.severity().word()), health,
                    h -> h.has(kind) ? 1 : 0);
        }
        routes("wanted", dataplane, DataplaneStatus::wanted);
        routes("installed", dataplane, DataplaneStatus::installed);
        routes("refused", dataplane, status -> status.refused().size());
        FunctionCounter.builder("ddm.log.lines.dropped", this, ignored -> (double) StandardError.droppedLines())
                .register(registry);
        registry.gauge("ddm.loop.lag.seconds", lag, l -> l.now().toNanos() / 1e9);
    }

    private void routes(String state, Supplier<DataplaneStatus> dataplane, ToIntFunction<DataplaneStatus> count) {
        Gauge.builder("ddm.fib.routes", () -> count.applyAsInt(dataplane.get())).tag("state", state).register(registry);
    }

    /** Sets the gauges of each configured link, and removes those of links that are not configured any more. */
    public void links(RouterReport report) {
        Set<String> before = Set.copyOf(links.keySet());
        Set<String> names = report.interfaces().stream().map(InterfaceReport::name).collect(Collectors.toSet());
        links.keySet().retainAll(names);
        for (InterfaceReport link : report.interfaces()) {
            links.put(link.name(), new LinkFigures(link.state() == FsmState.EXCHANGE,
                    offered(report, link).map(table -> table.counts().total()).orElse(0L)));
        }
        if (!before.equals(names)) {
            gauge(linkGauges.get(0), names, link -> link.up ? 1 : 0);
            gauge(linkGauges.get(1), names, link -> link.paths);
        }
    }

    private void gauge(MultiGauge gauge, Set<String> names, ToDoubleFunction<LinkFigures> value) {
        gauge.register(names.stream().map(name -> MultiGauge.Row.of(Tags.of(LINK, name), () -> {
            LinkFigures link = links.get(name);
            return link == null ? 0 : value.applyAsDouble(link);
        })).toList(), true);
    }

    /**
     * The figures of one interface: what was counted under its name, and what its peer offers now.
     *
     * @param report the router, now
     * @param link one of the report's interfaces
     */
    public InterfaceStats stats(RouterReport report, InterfaceReport link) {
        String name = link.name();
        Optional<OfferedTable> offered = offered(report, link);
        return new InterfaceStats(counted(SOLICITATIONS_SENT, name), counted(SOLICITATIONS_RECEIVED, name),
                counted(ADVERTISEMENTS_SENT, name), counted(ADVERTISEMENTS_RECEIVED, name),
                counted(PEER_EXPIRATIONS, name), counted(PEER_ADDRESS_CHANGES, name), counted(PEER_ESTABLISHED, name),
                counted(UPDATES_SENT, name), counted(UPDATES_RECEIVED, name),
                offered.map(table -> table.counts().of(UnderlayFamily.INSTANCE)).orElse(0L),
                offered.map(table -> table.counts().of(TunnelFamily.INSTANCE)).orElse(0L),
                (long) failures(name, PUSH).count());
    }

    private static Optional<OfferedTable> offered(RouterReport report, InterfaceReport link) {
        return link.nextHop().flatMap(peer -> Optional.ofNullable(report.imported().get(peer)));
    }

    /** Counts what happened. */
    public void event(Event event) {
        switch (event) {
            case Event.PacketReceived e -> {
                if (e.solicit()) {
                    count(SOLICITATIONS_RECEIVED, e.name());
                }
                if (e.advertise()) {
                    count(ADVERTISEMENTS_RECEIVED, e.name());
                }
            }
            case Event.PushReceived e -> count(UPDATES_RECEIVED, e.name());
            case Event.PullReceived e -> count("ddm.pulls.received", e.name());
            case Event.PushFailed e -> failures(e.name(), PUSH).increment();
            case Event.PullFailed e -> failures(e.name(), "pull").increment();
            case Event.InterfaceOpenFailed e -> failures(e.name(), "open").increment();
            case Event.PullCompleted e -> count("ddm.pulls.sent", e.name());
            case Event.PullUnchanged e -> {
                count("ddm.pulls.sent", e.name());
                count("ddm.pulls.unchanged", e.name());
            }
            case Event.InterfaceConfigured e -> {
            }
            case Event.InterfaceRemoved e -> {
            }
            case Event.InterfaceReady e -> {
            }
            case Event.InterfaceLost e -> {
            }
            case Event.InterfaceOpened e -> {
            }
            case Event.PushCompleted e -> {
            }
            case Event.PeerUnauthenticated e -> {
            }
            case Event.Originate e -> {
            }
            case Event.Withdraw e -> {
            }
            case Event.AddressesChanged e -> {
            }
            case Event.ExpirePeer e -> {
            }
            case Event.SuppressLink e -> {
            }
            case Event.Synchronize e -> {
            }
            case Event.Stop e -> {
            }
            case Event.Tick e -> {
            }
        }
    }

    /**
     * The router's loop has done some work.
     *
     * @param work one of few names
     * @param cpu nanoseconds of processor time
     */
    public void loopWork(String work, long cpu) {
        loop.computeIfAbsent(work,
                name -> Timer.builder("ddm.loop.cpu")
                        .tags("event", name)
                        .serviceLevelObjectives(LOOP_BUCKETS)
                        .register(registry))
                .record(cpu, TimeUnit.NANOSECONDS);
    }

    /** Counts what was decided. */
    public void effect(Effect effect) {
        if (effect instanceof Effect.SendSolicitation e) {
            count(SOLICITATIONS_SENT, e.name());
        } else if (effect instanceof Effect.SendAdvertisement e) {
            count(ADVERTISEMENTS_SENT, e.name());
        } else if (effect instanceof Effect.Push e) {
            count(UPDATES_SENT, e.name());
        } else if (effect instanceof Effect.RejectedRoutes e) {
            registry.counter("ddm.offers.refused", LINK, e.name(), CAUSE, e.reason().words())
                    .increment((double) e.count());
        } else if (effect instanceof Effect.Changed e) {
            changed(e.name(), e.transition());
        }
    }

    /** A session that begins at the instant at which another ended replaces it: the peer has changed. */
    private void changed(String name, Transition now) {
        if (now.to() == FsmState.EXCHANGE) {
            count(PEER_ESTABLISHED, name);
            Transition before = lost.remove(name);
            if (before != null && before.at().equals(now.at()) && !address(before).equals(address(now))) {
                count(PEER_ADDRESS_CHANGES, name);
            }
        } else if (now.from() == FsmState.EXCHANGE) {
            count(PEER_EXPIRATIONS, name);
            lost.put(name, now);
        }
    }

    private static Object address(Transition transition) {
        return transition.peer().map(peer -> peer.address());
    }

    @Override
    public void packetDropped(String interfaceName, String cause) {
        registry.counter("ddm.packets.dropped", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void sendFailed(String interfaceName) {
        failures(interfaceName, "discovery send").increment();
    }

    @Override
    public void requestRefused(String interfaceName, String cause) {
        registry.counter("ddm.exchange.requests.refused", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void replyRefused(String interfaceName, String cause) {
        registry.counter("ddm.exchange.replies.refused", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void entriesSkipped(String interfaceName, int count) {
        registry.counter("ddm.entries.skipped", LINK, interfaceName).increment(count);
    }

    /** A listener for operators refused a request or a connection. */
    public void adminRefused(String listener, String cause) {
        registry.counter("ddm.admin.refused", "listener", listener, CAUSE, cause).increment();
    }

    private Counter failures(String link, String cause) {
        return registry.counter("ddm.failures", LINK, link, CAUSE, cause);
    }

    private void count(String name, String link) {
        registry.counter(name, LINK, link).increment();
    }

    private long counted(String name, String link) {
        return (long) registry.counter(name, LINK, link).count();
    }
}
