package io.ddm.daemon.metrics;

import io.ddm.api.admin.InterfaceStats;
import io.ddm.api.admin.StatsRequest;
import io.ddm.api.text.PrintableText;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.UnderlayFamily;
import io.ddm.fsm.peer.InterfaceReport;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The reference's two metric targets in the Prometheus text format: {@code ddm_session} for each configured interface,
 * with a peer or without, and {@code ddm_router}. The fields of a target are labels; a cumulative metric ends in
 * {@code _total}.
 */
final class StatsText {

    /** Content type of the text. */
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String SESSION = "ddm_session_";
    private static final String ROUTER = "ddm_router_";

    private record Figure(String name, String help, ToLongFunction<InterfaceStats> value) {}

    private static final List<Figure> COUNTERS = List.of(
            new Figure("solicitations_sent", "Solicitations multicast.", InterfaceStats::solicitationsSent),
            new Figure("solicitations_received", "Solicitations received.", InterfaceStats::solicitationsReceived),
            new Figure("advertisements_sent", "Advertisements sent.", InterfaceStats::advertisementsSent),
            new Figure("advertisements_received", "Advertisements received.", InterfaceStats::advertisementsReceived),
            new Figure("peer_expirations", "Sessions that ended.", InterfaceStats::peerExpirations),
            new Figure("peer_address_changes", "Peers that changed their address.", InterfaceStats::peerAddressChanges),
            new Figure("peer_sessions_established", "Sessions that began.", InterfaceStats::peerEstablished),
            new Figure("updates_sent", "Updates sent, acknowledged or not.", InterfaceStats::updatesSent),
            new Figure("updates_received", "Updates received.", InterfaceStats::updatesReceived),
            new Figure("update_send_fail", "Updates not acknowledged in full.", InterfaceStats::updateSendFail));

    private static final List<Figure> GAUGES = List.of(
            new Figure("imported_underlay_prefixes", "Path vectors to prefixes advertised by the peer.",
                    InterfaceStats::importedUnderlayPrefixes),
            new Figure("imported_tunnel_endpoints", "Path vectors to tunnel origins advertised by the peer.",
                    InterfaceStats::importedTunnelEndpoints));

    private StatsText() {}

    /** The whole text, as of now. */
    static byte[] of(StatsRequest who, RouterReport report, Metrics metrics) {
        Labels router = Labels.of("hostname", PrintableText.line(report.id().value()), "rack_id",
                who.rackId().toString(), "sled_id", who.sledId().toString());
        Map<Labels, InterfaceStats> sessions = new TreeMap<>();
        for (InterfaceReport link : report.interfaces()) {
            sessions.put(router.add("interface", PrintableText.line(link.name())), metrics.stats(report, link));
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        COUNTERS.forEach(figure -> snapshots.metricSnapshot(counter(figure, sessions)));
        GAUGES.forEach(figure -> snapshots.metricSnapshot(gauge(figure, sessions)));
        snapshots.metricSnapshot(originated("originated_underlay_prefixes", "Prefixes that this router originates.",
                router, report.originated().of(UnderlayFamily.INSTANCE)));
        snapshots.metricSnapshot(originated("originated_tunnel_endpoints",
                "Tunnel origins that this router originates.", router, report.originated().of(TunnelFamily.INSTANCE)));
        return text(snapshots.build());
    }

    private static CounterSnapshot counter(Figure figure, Map<Labels, InterfaceStats> sessions) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(SESSION + figure.name).help(figure.help);
        sessions.forEach((labels,
                stats) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) figure.value.applyAsLong(stats))
                        .build()));
        return counter.build();
    }

    private static GaugeSnapshot gauge(Figure figure, Map<Labels, InterfaceStats> sessions) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(SESSION + figure.name).help(figure.help);
        sessions.forEach((labels,
                stats) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) figure.value.applyAsLong(stats))
                        .build()));
        return gauge.build();
    }

    private static GaugeSnapshot originated(String name, String help, Labels labels, long count) {
        return GaugeSnapshot.builder()
                .name(ROUTER + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value((double) count).build())
                .build();
    }

    private static byte[] text(MetricSnapshots snapshots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
