package io.ddm.daemon.metrics;

import io.ddm.api.admin.InterfaceStats;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.log.StandardError;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.UnderlayFamily;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final String UPDATES_SENT = "ddm.updates.sent";
    private static final String UPDATES_RECEIVED = "ddm.updates.received";
    private static final String PULLS_SENT = "ddm.pulls.sent";
    private static final String PULLS_RECEIVED = "ddm.pulls.received";
    private static final String PULLS_UNCHANGED = "ddm.pulls.unchanged";
    private static final String PUSH = "push";
    private static final String PULL = "pull";
    private static final String DISCOVERY_SEND = "discovery send";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LinkGauges links = new LinkGauges(registry);
    private final ProblemGauges problems = new ProblemGauges(registry);
    private final SessionCounters sessions = new SessionCounters(registry);
    private final UpdateLatency latency;
    private final LoopMetrics loop;
    private final RouterGauges router;
    private Optional<Convergence> convergence = Optional.empty();

    /**
     * @param place rack and sled, which become labels of all metrics if they are known
     * @param version of the daemon
     */
    public Metrics(RouterConfig self, StatsConfig place, String version) {
        registry.config().meterFilter(new PrintableLabels()).meterFilter(new MetricHelp());
        place.rackId().ifPresent(rack -> registry.config().commonTags("rack_id", rack.toString()));
        place.sledId().ifPresent(sled -> registry.config().commonTags("sled_id", sled.toString()));
        registry.gauge("ddm.build.info",
                Tags.of("router", self.id().value(), "kind", self.kind().name().toLowerCase(Locale.ROOT), "version",
                        version),
                1);
        latency = new UpdateLatency(registry, System::nanoTime);
        loop = new LoopMetrics(registry);
        router = new RouterGauges(registry);
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

    /**
     * Adds what the data plane does, and the lag of the event loop.
     *
     * @param context the router's context
     */
    public void watch(EventLoopMonitor lag, Dataplane dataplane, Executor context) {
        dataplane.onApplied(routes(dataplane::status)::applied);
        convergence = Optional.of(new Convergence(registry, dataplane::flush, context, System::nanoTime));
        FunctionCounter.builder("ddm.log.lines.dropped", this, ignored -> (double) StandardError.droppedLines())
                .register(registry);
        registry.gauge("ddm.loop.lag.seconds", lag, l -> l.now().toNanos() / 1e9);
    }

    /** Adds figures of routes in the kernel. */
    DataplaneMetrics routes(Supplier<DataplaneStatus> status) {
        return new DataplaneMetrics(registry, status);
    }

    /**
     * Sets the gauges of each configured link, and removes those of other links.
     *
     * @param now the present problems
     * @param satisfied the gates of {@code GET /ready} that hold
     */
    public void update(RouterReport report, List<Problem> now, Set<Readiness.Gate> satisfied) {
        links.update(report);
        problems.update(now, report.interfaces().stream().map(InterfaceReport::name).collect(Collectors.toSet()));
        router.update(report, satisfied);
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
                (long) sessions.expirations(name), (long) sessions.addressChanges(name).count(),
                (long) sessions.established(name).count(),
                counted(UPDATES_SENT, name), counted(UPDATES_RECEIVED, name),
                offered.map(table -> table.counts().of(UnderlayFamily.INSTANCE)).orElse(0L),
                offered.map(table -> table.counts().of(TunnelFamily.INSTANCE)).orElse(0L),
                (long) failures(name, PUSH).count());
    }

    /** Counts an event. */
    public void event(Event event) {
        latency.event(event);
        convergence.ifPresent(measured -> measured.event(event));
        count(event);
    }

    private void count(Event event) {
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
            case Event.PullReceived e -> count(PULLS_RECEIVED, e.name());
            case Event.PushFailed e -> failures(e.name(), PUSH).increment();
            case Event.PullFailed e -> failures(e.name(), PULL).increment();
            case Event.InterfaceOpenFailed e -> failures(e.name(), "open").increment();
            case Event.PullCompleted e -> count(PULLS_SENT, e.name());
            case Event.PullUnchanged e -> {
                count(PULLS_SENT, e.name());
                count(PULLS_UNCHANGED, e.name());
            }
            case Event.InterfaceConfigured e -> configured(e.name());
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

    /** Counters of a link begin at 0, so that their first change counts. */
    private void configured(String link) {
        sessions.configured(link);
        Stream.of(SOLICITATIONS_SENT, SOLICITATIONS_RECEIVED, ADVERTISEMENTS_SENT, ADVERTISEMENTS_RECEIVED,
                UPDATES_SENT, UPDATES_RECEIVED, PULLS_SENT, PULLS_RECEIVED, PULLS_UNCHANGED)
                .forEach(name -> registry.counter(name, LINK, link));
        Stream.of(PUSH, PULL, "open", DISCOVERY_SEND).forEach(cause -> failures(link, cause));
    }

    /**
     * Records processor time of the router's event loop.
     *
     * @param work kind of work, from a small set
     * @param cpu in nanoseconds
     */
    public void loopWork(String work, long cpu) {
        loop.done(work, cpu);
    }

    /** An event waited for the router's event loop for so many nanoseconds. */
    public void waited(long nanos) {
        loop.waited(nanos);
    }

    /** The router has no work left, and its effects have been carried out. */
    public void settled() {
        convergence.ifPresent(Convergence::settled);
    }

    /** Counts an effect. */
    public void effect(Effect effect) {
        latency.effect(effect);
        convergence.ifPresent(measured -> measured.effect(effect));
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
            sessions.changed(e.name(), e.transition());
        }
    }

    @Override
    public void packetDropped(String interfaceName, String cause) {
        registry.counter("ddm.packets.dropped", LINK, interfaceName, CAUSE, cause).increment();
    }

    @Override
    public void sendFailed(String interfaceName) {
        failures(interfaceName, DISCOVERY_SEND).increment();
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
