package io.ddm.daemon.metrics;

import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.probe.DelayHistogram;
import io.ddm.daemon.probe.PeerAnswers;
import io.ddm.daemon.probe.ProbeReport;
import io.ddm.fsm.delay.ProbeState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What probes show of the peers: their delays as histograms, their answers as counters, their states. */
public final class ProbeMetrics implements MultiCollector {

    private static final double NANOS = 1e9;

    private final Supplier<ProbeReport> probes;
    private final Supplier<Map<String, PeerAnswers>> answers;
    private final Labels place;

    /**
     * @param probes what is known now; any thread
     * @param answers how long the peers of links take to answer solicitations; any thread
     * @param place rack and sled, which become labels
     */
    public ProbeMetrics(Supplier<ProbeReport> probes, Supplier<Map<String, PeerAnswers>> answers, StatsConfig place) {
        this.probes = probes;
        this.answers = answers;
        Labels labels = Labels.EMPTY;
        if (place.rackId().isPresent()) {
            labels = labels.add("rack_id", place.rackId().get().toString());
        }
        if (place.sledId().isPresent()) {
            labels = labels.add("sled_id", place.sledId().get().toString());
        }
        this.place = labels;
    }

    @Override
    public MetricSnapshots collect() {
        HistogramSnapshot.Builder delays = HistogramSnapshot.builder()
                .name("ddm_peer_delay_seconds")
                .help("One-way delay to the peer of the link, half of a probe's round trip: net from kernel to kernel,"
                        + " total until the daemon had the answer.");
        CounterSnapshot.Builder results = CounterSnapshot.builder()
                .name("ddm_probes")
                .help("Probes of the peer of the link, and replies, by what became of them.");
        GaugeSnapshot.Builder states = GaugeSnapshot.builder()
                .name("ddm_peer_probe_state")
                .help("1 for what probes of the peer of the link show: unknown, ok, failed or group_failed; else 0.");
        for (ProbeReport.Peer peer : probes.get().peers()) {
            Labels link = place.add("link", peer.name());
            delays.dataPoint(delays(peer.delays(), link.add("path", "net")));
            delays.dataPoint(delays(peer.totals(), link.add("path", "total")));
            count(results, link, peer.counts());
            for (ProbeState state : ProbeState.values()) {
                states.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(link.add("state", state.name().toLowerCase(Locale.ROOT)))
                        .value(state == peer.state() ? 1 : 0)
                        .build());
            }
        }
        GaugeSnapshot.Builder detection = GaugeSnapshot.builder()
                .name("ddm_failure_detection_time_seconds")
                .help("Time until a peer that answers no probe is out of use; longer while all are slow.");
        detection.dataPoint(
                GaugeDataPointSnapshot.builder().labels(place).value(probes.get().detectionTime() / NANOS).build());
        HistogramSnapshot.Builder times = HistogramSnapshot.builder()
                .name("ddm_peer_answer_seconds")
                .help("Time until the peer of the link answers a solicitation, with the waits of both daemons.");
        new TreeMap<>(answers.get())
                .forEach((name, answered) -> times.dataPoint(delays(answered.times(), place.add("link", name))));
        return new MetricSnapshots(delays.build(), times.build(), results.build(), states.build(), detection.build());
    }

    private static HistogramDataPointSnapshot delays(DelayHistogram histogram, Labels link) {
        List<Double> bounds = new ArrayList<>(histogram.ranges());
        List<Long> counts = new ArrayList<>(histogram.ranges());
        for (int i = 0; i < histogram.ranges(); i++) {
            boolean isLast = i == histogram.ranges() - 1;
            bounds.add(isLast ? Double.POSITIVE_INFINITY : histogram.bound(i) / NANOS);
            counts.add(histogram.count(i));
        }
        return HistogramDataPointSnapshot.builder()
                .labels(link)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(histogram.sum() / NANOS)
                .build();
    }

    private static void count(CounterSnapshot.Builder results, Labels link, ProbeReport.Counts counts) {
        add(results, link, "sent", counts.sent());
        add(results, link, "acked", counts.acked());
        add(results, link, "lost", counts.lost());
        add(results, link, "late", counts.late());
        add(results, link, "duplicate", counts.duplicates());
        add(results, link, "forged", counts.forged());
        add(results, link, "wrong_size", counts.wrongSize());
        add(results, link, "send_error", counts.sendErrors());
        add(results, link, "clock_step", counts.clockSteps());
        add(results, link, "slow_host", counts.slowHost());
    }

    private static void add(CounterSnapshot.Builder results, Labels link, String result, long count) {
        results.dataPoint(
                CounterDataPointSnapshot.builder().labels(link.add("result", result)).value((double) count).build());
    }
}
