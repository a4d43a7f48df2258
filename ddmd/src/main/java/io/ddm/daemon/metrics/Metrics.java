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
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * All counters of the daemon. Every counter follows from an event, an effect or a drop on a link; sizes of tables are
 * computed at a scrape.
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

    /** Buckets of the event loop's histogram; no event should take more than 20 ms. */
    private static final Duration[] LOOP_BUCKETS = IntStream.of(1, 2, 5, 10, 20, 50, 100, 1000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Transition> lost = new HashMap<>();
    private final Map<String, Timer> loop = new HashMap<>();
    private final LinkGauges links = new LinkGauges(registry);

    /**
     * @param place rack and sled, which become labels of all metrics if they are known
     */
    public Metrics(RouterConfig self, StatsConfig place) {
        registry.config().meterFilter(new PrintableLabels()).meterFilter(new MetricHelp());
        place.rackId().ifPresent(rack -> registry.config().commonTags("rack_id", rack.toString()));
        place.sledId().ifPresent(sled -> registry.config().commonTags("sled_id", sled.toString()));
        registry.gauge("ddm.build.info",
                Tags.of("router", self.id().value(), "kind", self.kind().name().toLowerCase(Locale.ROOT)), 1);
    }

    /** Shows more. */
    public void bind(MeterBinder more) {
        more.bindTo(registry);
    }

    /** Shows what probes have measured. */
    public void bind(ProbeMetrics probes) {
        registry.getPrometheusRegistry().register(probes);
    }

    /** The metrics in the Prometheus text format, version 0.0.4. */
    public byte[] scrape() {
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds gauges for problems, routes in the kernel, and the lag of the event loop. */
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

    /** Sets the gauges of each configured link, and removes those of other links. */
    public void links(RouterReport report) {
        links.update(report);
    }

    /**
     * The figures of one interface: its counters, and the current routes of its peer.
     *
     * @param report the current report
     * @param link one of the report's interfaces
     */
    public InterfaceStats stats(RouterReport report, InterfaceReport link) {
        String name = link.name();
        Optional<OfferedTable> offered = LinkGauges.offered(report, link);
        return new InterfaceStats(counted(SOLICITATIONS_SENT, name), counted(SOLICITATIONS_RECEIVED, name),
                counted(ADVERTISEMENTS_SENT, name), counted(ADVERTISEMENTS_RECEIVED, name),
                counted(PEER_EXPIRATIONS, name), counted(PEER_ADDRESS_CHANGES, name), counted(PEER_ESTABLISHED, name),
                counted(UPDATES_SENT, name), counted(UPDATES_RECEIVED, name),
                offered.map(table -> table.counts().of(UnderlayFamily.INSTANCE)).orElse(0L),
                offered.map(table -> table.counts().of(TunnelFamily.INSTANCE)).orElse(0L),
                (long) failures(name, PUSH).count());
    }

    /** Counts an event. */
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
            case Event.PolicyChanged e -> {
            }
            case Event.PeersProbed e -> {
            }
            case Event.LinkRoleSet e -> {
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
     * Records processor time of the router's event loop.
     *
     * @param work kind of work, from a small set
     * @param cpu in nanoseconds
     */
    public void loopWork(String work, long cpu) {
        loop.computeIfAbsent(work,
                name -> Timer.builder("ddm.loop.cpu")
                        .tags("event", name)
                        .serviceLevelObjectives(LOOP_BUCKETS)
                        .register(registry))
                .record(cpu, TimeUnit.NANOSECONDS);
    }

    /** Counts an effect. */
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

    /** A session that begins at the instant at which another ended replaces it, because the peer has changed. */
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
