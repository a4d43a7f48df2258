package io.ddm.fsm.delay;

import static io.ddm.fsm.delay.ProbeSimulation.FDT;
import static io.ddm.fsm.delay.ProbeSimulation.MILLI;
import static io.ddm.fsm.delay.ProbeSimulation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {

    private final ProbeSimulation simulation = new ProbeSimulation();
    private final ProbeSimulation.Peer a = simulation.peer("a");
    private final ProbeSimulation.Peer b = simulation.peer("b");

    @Test
    void isOkAfterFirstAnswer() {
        assertThat(a.state()).isEqualTo(ProbeState.UNKNOWN);
        simulation.run(50 * MILLI);
        assertThat(a.state()).isEqualTo(ProbeState.OK);
        assertThat(simulation.reports).contains(new PeerProbe("a", 7, ProbeState.OK, PathDelay.UNKNOWN));
        simulation.run(SECOND);
        assertThat(simulation.reports).contains(new PeerProbe("a", 7, ProbeState.OK, PathDelay.ofMicros(50)));
    }

    @Test
    void neverFailsWhatNeverAnswered() {
        a.answeredOf = 0;
        simulation.run(3600 * SECOND);
        assertThat(a.state()).isEqualTo(ProbeState.UNKNOWN);
        assertThat(a.target.lossPermille()).isEqualTo(1000);
        assertThat(simulation.reports).noneMatch(report -> report.name().equals("a"));
    }

    @Property(tries = 100)
    void failsWithinDetectionTime(@ForAll long seed, @ForAll @LongRange(min = 100, max = 2000) long ms) {
        ProbeSimulation any = new ProbeSimulation(ms * MILLI, seed);
        ProbeSimulation.Peer silent = any.peer("silent");
        any.peer("other");
        any.run(3 * SECOND);
        silent.answeredOf = 0;
        long start = any.now();
        any.run(ms * MILLI);
        assertThat(any.reports.getLast()).isEqualTo(new PeerProbe("silent", 7, ProbeState.FAILED, PathDelay.UNKNOWN));
        assertThat(any.reportedAt.getOrDefault("silent FAILED", start) - start).isGreaterThan(ms * MILLI / 7 * 5 / 2);
    }

    @Test
    void isGroupFailureWhenAllAreSilent() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        b.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(states()).containsExactly(ProbeState.GROUP_FAILED, ProbeState.GROUP_FAILED);
        assertThat(simulation.reports).noneMatch(report -> report.state() == ProbeState.FAILED);
        assertThat(simulation.reports.getLast().delay()).as("its next hops stay").isEqualTo(PathDelay.ofMicros(50));
    }

    @Test
    void isGroupFailureOfOnlyTarget() {
        simulation.remove(b);
        simulation.run(SECOND);
        a.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(a.state()).isEqualTo(ProbeState.GROUP_FAILED);
    }

    /** The answer of a slow target that was under way when all were cut says nothing. */
    @Property(tries = 50)
    void isGroupFailureWithSlowAnswersUnderWay(@ForAll long seed) {
        ProbeSimulation any = new ProbeSimulation(FDT, seed);
        ProbeSimulation.Peer near = any.peer("near");
        ProbeSimulation.Peer far = any.peer("far");
        far.rtt = 20 * MILLI;
        any.run(2 * SECOND);
        near.answeredOf = 0;
        far.answeredOf = 0;
        any.run(SECOND);
        assertThat(any.reports).noneMatch(report -> report.state() == ProbeState.FAILED);
        assertThat(near.state()).isEqualTo(ProbeState.GROUP_FAILED);
        assertThat(far.state()).isEqualTo(ProbeState.GROUP_FAILED);
    }

    @Test
    void groupFailureBecomesFailureOfWhatStaysSilent() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        b.answeredOf = 0;
        simulation.run(SECOND);
        b.answeredOf = 1;
        simulation.run(SECOND);
        assertThat(states()).containsExactly(ProbeState.FAILED, ProbeState.OK);
    }

    @Test
    void failureBecomesGroupFailureWhenLastOtherFails() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(states()).containsExactly(ProbeState.FAILED, ProbeState.OK);
        b.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(states()).containsExactly(ProbeState.GROUP_FAILED, ProbeState.GROUP_FAILED);
    }

    /** As when its daemon restarts, so that a new session begins: that says nothing about the dead one. */
    @Test
    void failureStaysOneWhileTheLastOtherIsNotProbed() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(a.state()).isEqualTo(ProbeState.FAILED);
        int before = simulation.reports.size();
        simulation.remove(b);
        simulation.run(SECOND);
        ProbeSimulation.Peer again = simulation.peer("b");
        simulation.run(SECOND);
        assertThat(simulation.reports.subList(before, simulation.reports.size()))
                .noneMatch(report -> report.name().equals("a"));
        again.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(a.state()).as("now all are silent").isEqualTo(ProbeState.GROUP_FAILED);
    }

    /** Of a target that is filtered all the time nothing follows for another one. */
    @Test
    void countsNoUnknownTargetAsAnother() {
        b.answeredOf = 0;
        simulation.run(SECOND);
        a.answeredOf = 0;
        simulation.run(SECOND);
        assertThat(states()).containsExactly(ProbeState.GROUP_FAILED, ProbeState.UNKNOWN);
    }

    @Test
    void repairsAfterTenAnswersInRow() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        simulation.run(SECOND);
        long repairs = answerUntil(9);
        assertThat(a.target.consecutiveAcks()).isEqualTo(9);
        assertThat(a.state()).isEqualTo(ProbeState.FAILED);
        a.answeredOf = 0;
        simulation.run(200 * MILLI);
        assertThat(a.state()).as("nine and a loss").isEqualTo(ProbeState.FAILED);
        answerUntil(10);
        assertThat(a.state()).isEqualTo(ProbeState.OK);
        assertThat(repairs).isGreaterThan(FDT / 7 / 2 * 8);
    }

    @Test
    void toleratesFourLossesOfFive() {
        a.answeredOf = 5;
        simulation.run(60 * SECOND);
        assertThat(a.state()).isEqualTo(ProbeState.OK);
        assertThat(a.target.lossPermille()).isBetween(750, 850);
    }

    @Test
    void failsNothingWhileHostIsStopped() {
        b.rtt = 30 * MILLI;
        simulation.run(SECOND);
        for (long in : List.of(0L, 7 * MILLI, 13 * MILLI, 29 * MILLI)) {
            simulation.stop(in, 2 * SECOND);
            simulation.run(3 * SECOND);
        }
        assertThat(states()).containsOnly(ProbeState.OK);
        assertThat(a.target.counters().lost() + b.target.counters().lost()).isZero();
        assertThat(simulation.reports).noneMatch(report -> report.state() != ProbeState.OK);
        assertThat(b.target.net().average()).isEqualTo(30 * MILLI);
    }

    /** Nothing answers during a stop, as when the whole machine was stopped: a few probes are no failure. */
    @Property(tries = 50)
    void failsNothingWhenMachineWasStopped(@ForAll long seed) {
        ProbeSimulation any = new ProbeSimulation(FDT, seed);
        ProbeSimulation.Peer far = any.peer("far");
        far.rtt = 35 * MILLI;
        any.peer("near");
        any.run(SECOND);
        // What is under way arrives late by the stop.
        far.rtt = 2035 * MILLI;
        any.run(20 * MILLI);
        any.stop(0, 2 * SECOND);
        any.run(1);
        far.rtt = 35 * MILLI;
        any.run(5 * SECOND);
        assertThat(far.target.counters().lost()).isZero();
        assertThat(any.reports).noneMatch(report -> report.state() != ProbeState.OK);
    }

    @Test
    void postponesEachLossOnce() {
        simulation.run(SECOND);
        a.answeredOf = 0;
        long start = simulation.now();
        // A host that is always late fails a silent peer all the same.
        for (int i = 0; i < 100 && a.state() == ProbeState.OK; i++) {
            simulation.stop(5 * MILLI, 10 * MILLI);
            simulation.run(15 * MILLI);
        }
        assertThat(a.state()).isEqualTo(ProbeState.FAILED);
        assertThat(simulation.now() - start).isLessThan(2 * FDT);
    }

    @Property(tries = 20)
    void worksOverLongDelay(@ForAll long seed, @ForAll @LongRange(min = 20, max = 600) long ms) {
        ProbeSimulation any = new ProbeSimulation(FDT, seed);
        ProbeSimulation.Peer far = any.peer("far");
        any.peer("near");
        far.rtt = ms * MILLI;
        any.run(90 * SECOND);
        assertThat(any.reports).noneMatch(report -> report.state() != ProbeState.OK);
        assertThat(far.target.lossPermille()).isZero();
        assertThat(far.target.delay()).isEqualTo(PathDelay.ofMicros(ms * 500));
        far.answeredOf = 0;
        long detection = any.timing.detectionTime(far.target);
        any.run(detection);
        assertThat(far.state()).isEqualTo(ProbeState.FAILED);
        far.answeredOf = 1;
        any.run(2 * detection);
        assertThat(far.state()).isEqualTo(ProbeState.OK);
    }

    @Test
    void hasAtMostTwoOutstandingProbes() {
        a.rtt = 500 * MILLI;
        simulation.run(60 * SECOND);
        for (int i = 100; i < a.sentAt.size(); i++) {
            assertThat(a.sentAt.get(i) - a.sentAt.get(i - 2)).isGreaterThanOrEqualTo(FDT / 7);
        }
    }

    @Test
    void countsAnswersWithoutTheirStamps() {
        a.stamps = false;
        simulation.run(5 * SECOND);
        assertThat(a.state()).isEqualTo(ProbeState.OK);
        assertThat(a.target.lossPermille()).isZero();
        assertThat(a.target.net().samples()).isZero();
        assertThat(a.target.user().average()).isEqualTo(100_000);
        assertThat(a.target.delay()).isEqualTo(PathDelay.UNKNOWN);
    }

    /** A transmit stamp may arrive after the answer, from a network card that is slow to report. */
    @Test
    void measuresByLateStamp() {
        FailureDetector detector = simulation.detector;
        long now = simulation.now();
        detector.sent(a.target, now);
        detector.answered(a.target, 0, -1, 200_000, now + 200_000);
        assertThat(a.state()).isEqualTo(ProbeState.OK);
        detector.measuredInNetwork(a.target, 0, 150_000, now + 300_000);
        detector.measuredInNetwork(a.target, 0, 999_000, now + 300_000);
        assertThat(a.target.net().average()).isEqualTo(150_000);
        detector.judge(now + SECOND, (target, sequence) -> {});
        assertThat(a.target.counters().lost()).isZero();
    }

    @Test
    void tellsAnswersApart() {
        FailureDetector detector = simulation.detector;
        long now = simulation.now();
        detector.sent(a.target, now);
        detector.sent(a.target, now + MILLI);
        assertThat(detector.answered(a.target, 2, 1, 1, now)).isEqualTo(AckResult.UNKNOWN);
        assertThat(detector.answered(a.target, -1, 1, 1, now)).isEqualTo(AckResult.UNKNOWN);
        assertThat(a.state()).isEqualTo(ProbeState.UNKNOWN);
        assertThat(detector.answered(a.target, 1, 50_000, 60_000, now + 2 * MILLI)).isEqualTo(AckResult.ACCEPTED);
        assertThat(detector.answered(a.target, 1, 50_000, 60_000, now + 2 * MILLI)).isEqualTo(AckResult.DUPLICATE);
        detector.judge(now + SECOND, (target, sequence) -> {});
        assertThat(detector.answered(a.target, 0, 70_000, 80_000, now + SECOND)).isEqualTo(AckResult.LATE);
        assertThat(a.target.net().average()).as("older than the newest").isEqualTo(50_000);
        for (int i = 0; i < ProbeRing.SIZE; i++) {
            detector.sent(a.target, now);
            detector.abandonOutstanding(a.target);
        }
        assertThat(detector.answered(a.target, 1, 1, 1, now + SECOND)).as("forgotten").isEqualTo(AckResult.UNKNOWN);
        ProbeCounters counters = a.target.counters();
        assertThat(List.of(counters.acked(), counters.lost(), counters.late(), counters.duplicates(),
                counters.unknown())).containsExactly(1L, 1L, 1L, 1L, 3L);
    }

    @Test
    void ignoresAbsurdRoundTrips() {
        FailureDetector detector = simulation.detector;
        long now = simulation.now();
        detector.sent(a.target, now);
        detector.answered(a.target, 0, 53 * FDT / 7, 53 * FDT / 7, now);
        assertThat(a.target.net().samples() + a.target.user().samples()).isZero();
        detector.sent(a.target, now);
        detector.answered(a.target, 1, Long.MAX_VALUE, Long.MAX_VALUE, now);
        assertThat(a.target.net().samples()).isZero();
        assertThat(a.state()).isEqualTo(ProbeState.OK);
    }

    @Test
    void reportsDelayPastDeadBandOnceSecond() {
        simulation.run(3 * SECOND);
        int reports = simulation.reports.size();
        a.rtt = 180_000;
        simulation.run(5 * SECOND);
        assertThat(simulation.reports).as("40 us more").hasSize(reports);
        a.rtt = 4 * MILLI;
        simulation.run(20 * SECOND);
        List<PeerProbe> changes = simulation.reports.subList(reports, simulation.reports.size());
        assertThat(changes).hasSizeBetween(1, 3);
        assertThat(changes.getLast().delay().micros()).isBetween(1600L, 2000L);
        a.rtt = 45 * MILLI / 10;
        simulation.run(5 * SECOND);
        assertThat(simulation.reports).as("a tenth more").hasSize(reports + changes.size());
    }

    @Test
    void reportsNothingOfRemovedTarget() {
        simulation.run(SECOND);
        simulation.remove(a);
        int reports = simulation.reports.size();
        b.rtt = 10 * MILLI;
        simulation.run(5 * SECOND);
        assertThat(simulation.reports.subList(reports, simulation.reports.size()))
                .isNotEmpty()
                .allMatch(report -> report.name().equals("b"));
    }

    private List<ProbeState> states() {
        return List.of(a.state(), b.state());
    }

    /** Lets a answer until so many answers came in a row; how long that took. */
    private long answerUntil(int acks) {
        a.answeredOf = 1;
        long start = simulation.now();
        while (a.target.consecutiveAcks() < acks) {
            simulation.run(MILLI / 10);
        }
        return simulation.now() - start;
    }
}
