package io.ddm.fsm.delay;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides from the probes of all targets which of them have failed:
 *
 * <pre>
 * UNKNOWN        first answer                                       -> OK
 * OK             5 losses in a row, and another target answers      -> FAILED
 * OK             5 losses in a row, and no other target answers     -> GROUP_FAILED
 * GROUP_FAILED   another target answers again, and this one not     -> FAILED
 * FAILED         the last other target that answered has failed     -> GROUP_FAILED
 * both failures  10 answers in a row                                -> OK
 * </pre>
 *
 * <p>Another target answers if it is OK and has answered a probe that was sent after the first of those losses had
 * become one. A target that never answers stays unknown: a filter of ICMP is no failure.
 *
 * <p>Its caller sends when {@link ProbeTarget#dueAt} says so, or a {@link ProbeTiming#tick} earlier, and reads all that
 * the kernel has queued before it calls {@link #judge} with a time from before that, so that a process that was stopped
 * takes nothing for lost that has arrived meanwhile. If it woke much later than it wanted, it calls {@link #postpone}
 * first: what slowed this process
 * may have slowed the kernel too. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class FailureDetector {

    /** What becomes of probes, for those who watch them. */
    public interface LossListener {
        /** A probe was lost. */
        void lost(ProbeTarget target, long sequence);
    }

    private final ProbeTiming timing;
    private final List<ProbeTarget> targets = new ArrayList<>();
    private int failing;

    /**
     * @param timing for all targets of this detector, and no other
     */
    public FailureDetector(ProbeTiming timing) {
        this.timing = timing;
    }

    /** How often targets are probed at present. */
    public ProbeTiming timing() {
        return timing;
    }

    /** Begins to probe a peer; its first probe is due within an interval. */
    public ProbeTarget add(String name, long epoch, long now) {
        ProbeTarget target = new ProbeTarget(name, epoch, now);
        target.notSent(now + timing.spacing(target) - timing.interval() / 2);
        targets.add(target);
        return target;
    }

    /** Ends probing a peer, of which nothing is reported any more. */
    public void remove(ProbeTarget target) {
        targets.remove(target);
        if (isFailing(target)) {
            failing--;
        }
        if (targets.isEmpty()) {
            timing.reset();
        }
    }

    /**
     * The probe that was due was sent, as number {@link ProbeTarget#nextSequence()}.
     *
     * @param at a time not before it was sent
     */
    public void sent(ProbeTarget target, long at) {
        target.sent(at, timing.lossTimeout(target), at + timing.spacing(target));
    }

    /** The probe that was due could not be sent, which says nothing about the peer. */
    public void notSent(ProbeTarget target, long at) {
        target.notSent(at + timing.spacing(target));
    }

    /** No answer can arrive any more to what was sent to a target, through no fault of it: its socket is gone. */
    public void abandonOutstanding(ProbeTarget target) {
        target.abandonOutstanding();
    }

    /**
     * A probe was answered.
     *
     * @param netRtt from kernel to kernel, -1 if it is not known
     * @param rtt from before it was sent until now
     */
    public AckResult answered(ProbeTarget target, long sequence, long netRtt, long rtt, long now) {
        AckResult result = target.answered(sequence, now);
        if (result == AckResult.DUPLICATE || result == AckResult.UNKNOWN) {
            return result;
        }
        target.measured(sequence, netRtt, rtt, timing.interval(target));
        timing.sampled(target, targets, now);
        if (target.state() == ProbeState.UNKNOWN) {
            target.enter(ProbeState.OK);
        } else if (isFailing(target) && target.consecutiveAcks() >= ProbeTiming.NUM_PROBE_REPAIRS) {
            failing--;
            target.enter(ProbeState.OK);
        }
        if (failing > 0) {
            findFailed();
        }
        return result;
    }

    /** The round trip of an answered probe in the network became known after its answer. */
    public void measuredInNetwork(ProbeTarget target, long sequence, long netRtt, long now) {
        target.measuredInNetwork(sequence, netRtt, timing.interval(target));
        timing.sampled(target, targets, now);
    }

    /** This process woke much later than planned: outstanding probes count as sent now, each once. */
    public void postpone(long now) {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).postpone(now);
        }
    }

    /**
     * Counts what is lost, and decides which targets have failed.
     *
     * @param now a time from before the latest answers were read
     */
    public void judge(long now, LossListener losses) {
        boolean lost = false;
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            for (long sequence = target.takeLost(now); sequence >= 0; sequence = target.takeLost(now)) {
                lost = true;
                losses.lost(target, sequence);
            }
        }
        boolean failed = false;
        for (int i = 0; lost && i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            if (target.state() == ProbeState.OK && isLosing(target)) {
                failing++;
                failed = true;
                target.enter(anotherAnswers(target) ? ProbeState.FAILED : ProbeState.GROUP_FAILED);
            }
        }
        if (failed) {
            findGroupFailure();
        }
        if (lost && failing > 0) {
            findFailed();
        }
    }

    /** When a probe is due, or lost if there is no answer; {@link Long#MAX_VALUE} without a target. */
    public long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            next = Math.min(next, Math.min(target.dueAt(), target.nextLossAt()));
        }
        return next;
    }

    /** What changed since the last call, in the order in which targets were added; most often nothing. */
    public List<PeerProbe> takeReports(long now) {
        List<PeerProbe> reports = List.of();
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            if (target.isReportDue(now)) {
                reports = reports.isEmpty() ? new ArrayList<>() : reports;
                reports.add(target.report(now));
            }
        }
        return reports;
    }

    private void findFailed() {
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            if (target.state() == ProbeState.GROUP_FAILED && isLosing(target) && anotherAnswers(target)) {
                target.enter(ProbeState.FAILED);
            }
        }
    }

    /** Only after a target has failed: that another one is no longer probed is no sign of a fault of this host. */
    private void findGroupFailure() {
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget target = targets.get(i);
            if (target.state() == ProbeState.FAILED && !isAnotherOk(target)) {
                target.enter(ProbeState.GROUP_FAILED);
            }
        }
    }

    private boolean anotherAnswers(ProbeTarget lost) {
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget other = targets.get(i);
            if (other != lost && other.state() == ProbeState.OK && other.answeredSince(lost)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnotherOk(ProbeTarget failed) {
        for (int i = 0; i < targets.size(); i++) {
            ProbeTarget other = targets.get(i);
            if (other != failed && other.state() == ProbeState.OK) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLosing(ProbeTarget target) {
        return target.consecutiveLosses() >= ProbeTiming.NUM_PROBE_FAILS;
    }

    private static boolean isFailing(ProbeTarget target) {
        return target.state() == ProbeState.FAILED || target.state() == ProbeState.GROUP_FAILED;
    }
}
