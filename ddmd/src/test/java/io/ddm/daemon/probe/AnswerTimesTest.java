package io.ddm.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.metrics.ProbeMetrics;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which advertisements answer which solicitations, and what is left out since that is not certain. */
class AnswerTimesTest {

    private static final PeerIdentity PEER = identity("fe80::2", "t1");
    private static final PeerIdentity OTHER = identity("fe80::3", "t2");

    private long now = -5_000_000_000L;
    private final AnswerTimes times = new AnswerTimes(() -> now);

    private static PeerIdentity identity(String address, String id) {
        return new PeerIdentity(Ipv6Address.parse(address), new RouterId(id), RouterKind.TRANSIT, ProtocolVersion.V3);
    }

    private void meet() {
        times.begin("eth0", PEER);
    }

    private void solicit() {
        times.solicited("eth0");
    }

    private void advertised(PeerIdentity sender) {
        times.advertised("eth0", sender);
    }

    private void answered(long micros) {
        solicit();
        now += micros * 1000;
        advertised(PEER);
        now += 1_000_000_000L;
    }

    private PeerAnswers answers() {
        return Objects.requireNonNull(times.report().get("eth0"));
    }

    private long samples() {
        long samples = 0;
        for (int i = 0; i < answers().times().ranges(); i++) {
            samples += answers().times().count(i);
        }
        return samples;
    }

    @Test
    void measuresFromSolicitationToAdvertisement() {
        meet();
        assertThat(times.report()).isEmpty();
        answered(1900);
        assertThat(answers().peer()).isEqualTo(PEER.address());
        assertThat(answers().latest()).isEqualTo(1_900_000);
        assertThat(answers().average()).isEqualTo(1_900_000);
        answered(2700);
        assertThat(answers().latest()).isEqualTo(2_700_000);
        assertThat(answers().average()).as("an eighth of the error more").isEqualTo(2_000_000);
        assertThat(answers().times().sum()).isEqualTo(4_600_000);
        assertThat(samples()).isEqualTo(2);
    }

    @Test
    void dropsAnswersToMoreThanOneSolicitation() {
        meet();
        answered(1900);
        solicit();
        now += 1_000_000_000L;
        solicit();
        now += 5_000;
        advertised(PEER);
        advertised(PEER);
        assertThat(answers().latest()).isEqualTo(1_900_000);
        assertThat(samples()).isEqualTo(1);
        answered(2700);
        assertThat(samples()).as("the next one is certain again").isEqualTo(2);
    }

    @Test
    void dropsAdvertisementsThatWereNotSolicited() {
        meet();
        advertised(PEER);
        answered(1900);
        advertised(PEER);
        assertThat(samples()).isEqualTo(1);
    }

    @Test
    void ignoresOthersThanThePeer() {
        meet();
        solicit();
        now += 1_000;
        advertised(OTHER);
        times.advertised("eth1", PEER);
        assertThat(times.report()).isEmpty();
        now += 1_000;
        advertised(PEER);
        assertThat(answers().latest()).isEqualTo(2_000);
    }

    @Test
    void endsWithTheSession() {
        solicit();
        advertised(PEER);
        assertThat(times.report()).as("before a session").isEmpty();
        meet();
        answered(1900);
        solicit();
        times.end("eth0");
        assertThat(times.report()).isEmpty();
        advertised(PEER);
        meet();
        advertised(PEER);
        assertThat(times.report()).as("solicited in the session before").isEmpty();
    }

    @Test
    void isAHistogramForEachLink() {
        meet();
        answered(1900);
        ProbeMetrics metrics = new ProbeMetrics(() -> ProbeReport.NONE, times::report,
                new StatsConfig(0, false, Optional.empty(), Optional.empty()));
        HistogramSnapshot histogram = metrics.collect()
                .stream()
                .filter(family -> family.getMetadata().getName().equals("ddm_peer_answer_seconds"))
                .map(HistogramSnapshot.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(histogram.getDataPoints()).singleElement().satisfies(link -> {
            assertThat(link.getLabels().get("link")).isEqualTo("eth0");
            assertThat(link.getCount()).isEqualTo(1);
            assertThat(link.getSum()).isEqualTo(0.0019);
        });
    }
}
