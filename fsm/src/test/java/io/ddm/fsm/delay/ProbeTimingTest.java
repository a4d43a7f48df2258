package io.ddm.fsm.delay;

import static io.ddm.fsm.delay.ProbeSimulation.FDT;
import static io.ddm.fsm.delay.ProbeSimulation.MILLI;
import static io.ddm.fsm.delay.ProbeSimulation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProbeTimingTest {

    private static final long INTERVAL = FDT / 7;

    private final ProbeSimulation simulation = new ProbeSimulation();
    private final ProbeTiming timing = simulation.timing;

    /** Also when many are sent together, each up to a tick early. */
    @Property(tries = 50)
    void spacesProbesBetweenHalfAndWholeInterval(@ForAll long seed, @ForAll @LongRange(min = 100, max = 10_000) long ms,
            @ForAll @IntRange(min = 1, max = 32) int number) {
        ProbeSimulation any = new ProbeSimulation(ms * MILLI, seed);
        List<ProbeSimulation.Peer> peers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            peers.add(any.peer("if" + i));
        }
        any.run(100 * any.timing.interval());
        double interval = any.timing.interval();
        for (ProbeSimulation.Peer peer : peers) {
            LongSummaryStatistics spacings = spacings(peer, 90).stream().mapToLong(Long::longValue).summaryStatistics();
            assertThat(spacings.getMin() / interval).isBetween(0.5 - 1e-6, 0.8);
            assertThat(spacings.getMax() / interval).isBetween(0.8, 1.0);
            assertThat(spacings.getAverage() / interval).isCloseTo(0.79, within(0.13));
        }
    }

    @Test
    void probesTargetsOutOfStep() {
        List<ProbeSimulation.Peer> peers = peers(20, 100_000);
        simulation.run(20 * INTERVAL);
        assertThat(peers.stream().flatMap(peer -> peer.sentAt.stream().skip(5).limit(10)).distinct().count())
                .as("bursts in which %d targets send 10 probes each", peers.size())
                .isGreaterThan(15);
    }

    @Test
    void rejectsShorterDetectionTime() {
        assertThatThrownBy(() -> new ProbeTiming(99 * MILLI, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsIntervalForFastTargets() {
        peers(3, 20 * MILLI);
        simulation.run(10 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(FDT);
    }

    @Test
    void liftsIntervalIfAllTargetsAreSlow() {
        List<ProbeSimulation.Peer> peers = peers(3, 60 * MILLI);
        simulation.run(10 * SECOND);
        assertThat(timing.interval()).isBetween(120 * MILLI, 160 * MILLI);
        assertThat(timing.detectionTime()).isBetween(7 * timing.interval(), 7 * timing.interval() + 7);
        assertThat(peers.getFirst().target.isSlow()).isFalse();
        assertThat(peers.getFirst().target.lossPermille()).isZero();
        assertThat(spacings(peers.get(1), 50)).allMatch(spacing -> spacing >= timing.interval() / 2);
    }

    /** A neighbor that answers slowly does not make failures of others last longer. */
    @Test
    void marksSlowTargetWhileAnotherIsFast() {
        List<ProbeSimulation.Peer> peers = peers(2, 100_000);
        ProbeSimulation.Peer slow = peers.getFirst();
        slow.rtt = 60 * MILLI;
        simulation.run(10 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(FDT);
        assertThat(slow.target.isSlow()).isTrue();
        assertThat(timing.interval(slow.target)).isBetween(120 * MILLI, 160 * MILLI);
        assertThat(slow.target.lossPermille()).isZero();
        assertThat(spacings(slow, 20)).allMatch(spacing -> spacing >= 60 * MILLI);
        slow.rtt = 100_000;
        simulation.run(61 * SECOND);
        assertThat(slow.target.isSlow()).isFalse();
    }

    @Test
    void marksEachOfTwoSlowTargets() {
        List<ProbeSimulation.Peer> peers = peers(3, 100_000);
        peers.get(0).rtt = 60 * MILLI;
        peers.get(1).rtt = 900 * MILLI;
        simulation.run(30 * SECOND);
        assertThat(peers.get(0).target.isSlow()).isTrue();
        assertThat(timing.detectionTime()).isEqualTo(FDT);
        peers.get(2).answeredOf = 0;
        simulation.run(SECOND);
        assertThat(peers.get(2).state()).as("within the time that is configured").isEqualTo(ProbeState.FAILED);
    }

    /** Halved once for each minute in which all are fast, and never below what is configured. */
    @Test
    void halvesDetectionTimeWhenSettled() {
        List<ProbeSimulation.Peer> peers = peers(2, 100_000);
        peers.forEach(peer -> peer.rtt = 100 * MILLI);
        simulation.run(10 * SECOND);
        long lifted = timing.detectionTime();
        assertThat(lifted).isGreaterThan(1200 * MILLI);
        peers.forEach(peer -> peer.rtt = 100_000);
        simulation.run(59 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(lifted);
        simulation.run(20 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(lifted / 2);
        simulation.run(600 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(FDT);
    }

    /** Also not with the shortest detection time. */
    @Test
    void keepsIntervalWhenHostIsBusyForMoment() {
        ProbeSimulation shortest = new ProbeSimulation(100 * MILLI, 1);
        ProbeSimulation.Peer peer = shortest.peer("a");
        shortest.run(SECOND);
        for (int i = 0; i < 20; i++) {
            peer.rtt = 50 * MILLI;
            // Two or three probes.
            shortest.run(30 * MILLI);
            peer.rtt = 100_000;
            shortest.run(SECOND);
        }
        assertThat(peer.target.net().samples()).isPositive();
        assertThat(shortest.timing.detectionTime()).isEqualTo(100 * MILLI);
        assertThat(shortest.reports).allMatch(report -> report.state() == ProbeState.OK);
    }

    @Test
    void boundsWhatSlowNeighborCanDo() {
        List<ProbeSimulation.Peer> peers = peers(2, 100_000);
        peers.getFirst().rtt = 1500 * MILLI;
        simulation.run(60 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(FDT);
        assertThat(timing.lossTimeout(peers.getFirst().target)).isEqualTo(ProbeTiming.MAX_DETECTION_NANOS / 7);
        assertThat(peers.get(1).state()).isEqualTo(ProbeState.OK);
        peers.get(1).rtt = 1500 * MILLI;
        simulation.run(60 * SECOND);
        assertThat(timing.detectionTime()).isEqualTo(ProbeTiming.MAX_DETECTION_NANOS);
    }

    @Test
    void keepsLongerConfiguredTime() {
        ProbeTiming relaxed = new ProbeTiming(10 * SECOND, 1);
        assertThat(relaxed.maxInterval()).isEqualTo(10 * SECOND / 7);
    }

    @Test
    void forgetsAdaptationWithoutTargets() {
        List<ProbeSimulation.Peer> peers = peers(1, 100 * MILLI);
        simulation.run(10 * SECOND);
        assertThat(timing.detectionTime()).isGreaterThan(FDT);
        simulation.remove(peers.getFirst());
        assertThat(timing.detectionTime()).isEqualTo(FDT);
    }

    private List<ProbeSimulation.Peer> peers(int number, long rtt) {
        List<ProbeSimulation.Peer> peers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ProbeSimulation.Peer peer = simulation.peer("if" + i);
            peer.rtt = rtt;
            peers.add(peer);
        }
        return peers;
    }

    /** Between the latest probes. */
    private static List<Long> spacings(ProbeSimulation.Peer peer, int number) {
        List<Long> spacings = new ArrayList<>();
        for (int i = peer.sentAt.size() - number; i < peer.sentAt.size(); i++) {
            spacings.add(peer.sentAt.get(i) - peer.sentAt.get(i - 1));
        }
        return spacings;
    }
}
