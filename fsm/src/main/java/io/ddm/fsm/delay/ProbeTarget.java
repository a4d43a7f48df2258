package io.ddm.fsm.delay;

/**
 * One peer that is probed: its probes, its round-trip times and how many answers or losses it had in a row. Whether it
 * has failed is up to {@link FailureDetector}, which compares targets.
 *
 * <p>There are two round-trip times: that of the network (NETRTT, from kernel to kernel), and that which this process
 * sees (RTT). Times are nanoseconds of any monotonic clock. Nothing is allocated per probe. Not thread-safe.
 */
public final class ProbeTarget {

    /** Probes that may be without an answer and not lost yet; the next one waits for one of them. */
    static final int MAX_OUTSTANDING = 2;

    private final String name;
    private final long epoch;
    private final ProbeRing ring = new ProbeRing();
    private final LossWindow window = new LossWindow();
    private final RttEstimator net = new RttEstimator();
    private final RttEstimator user = new RttEstimator();
    private final ProbeCounters counters = new ProbeCounters();
    private final DelayReport report = new DelayReport();
    private ProbeState state = ProbeState.UNKNOWN;
    private ProbeState reportedState = ProbeState.UNKNOWN;
    private boolean isChanged;
    private long dueAt;
    private int consecutiveLosses;
    private int consecutiveAcks;
    private long firstLossAt;
    private long newestAnswered = -1;
    private long newestNetSample = -1;
    private long newestAnsweredSentAt;
    private long lastAckAt;
    private int slowSamples;
    private boolean slow;
    private long slowSince;

    ProbeTarget(String name, long epoch, long now) {
        this.name = name;
        this.epoch = epoch;
        this.dueAt = now;
    }

    /** The interface that the peer is on. */
    public String name() {
        return name;
    }

    /** The session whose peer it is. */
    public long epoch() {
        return epoch;
    }

    /** What its probes say of it. */
    public ProbeState state() {
        return state;
    }

    /** Counts of its probes and answers. */
    public ProbeCounters counters() {
        return counters;
    }

    /** The round-trip time of the network, NETRTT, of which RTTAVG and RTTDEV are shown. */
    public RttEstimator net() {
        return net;
    }

    /** The round-trip time as this process sees it, RTT. */
    public RttEstimator user() {
        return user;
    }

    /** Lost probes of a thousand, among the latest {@value ProbeTiming#PROBE_STATS_COUNT}. */
    public int lossPermille() {
        return window.permille();
    }

    /** When the newest answer was processed; only if {@link ProbeCounters#answered()} is not zero. */
    public long lastAckAt() {
        return lastAckAt;
    }

    /** Losses since the last answer. */
    public int consecutiveLosses() {
        return consecutiveLosses;
    }

    /** Answers in time since the last loss. */
    public int consecutiveAcks() {
        return consecutiveAcks;
    }

    /** Whether it is an exception with an interval of its own, since it is much slower than all others. */
    public boolean isSlow() {
        return slow;
    }

    /** The sequence number that the next probe has. */
    public long nextSequence() {
        return ring.next();
    }

    /** When the next probe is due. */
    public long dueAt() {
        return ring.outstanding() < MAX_OUTSTANDING ? dueAt : Math.max(dueAt, ring.lostAt(ring.oldestOutstanding()));
    }

    /** Half of the average round trip of the network, at least 1 us; unknown before there are enough samples. */
    public PathDelay delay() {
        return net.samples() < RttEstimator.MIN_SAMPLES
                ? PathDelay.UNKNOWN
                : PathDelay.ofMicros(Math.max(1, net.average() / 2000));
    }

    /** The time in which it answers (crtt), 0 before the first sample. */
    long roundTripTimeout() {
        return estimator().timeout();
    }

    /**
     * Counts how often in a row its timeout was above an interval.
     *
     * @return how often by now
     */
    int countSlow(long interval) {
        slowSamples = roundTripTimeout() > interval ? slowSamples + 1 : 0;
        return slowSamples;
    }

    void sent(long at, long timeout, long nextDueAt) {
        ring.add(at, timeout);
        dueAt = nextDueAt;
        counters.addSent();
    }

    /** The probe that was due could not be sent. */
    void notSent(long nextDueAt) {
        dueAt = nextDueAt;
    }

    void postpone(long now) {
        ring.postpone(now);
    }

    void abandonOutstanding() {
        ring.abandonOutstanding();
    }

    AckResult answered(long sequence, long at) {
        ProbeRing.Fate fate = ring.fate(sequence);
        AckResult result = switch (fate) {
            case OUTSTANDING -> AckResult.ACCEPTED;
            case LOST -> AckResult.LATE;
            case ANSWERED -> AckResult.DUPLICATE;
            case NONE -> AckResult.UNKNOWN;
        };
        counters.add(result);
        if (result == AckResult.ACCEPTED) {
            window.add(false);
            consecutiveAcks++;
        }
        if (result == AckResult.ACCEPTED || result == AckResult.LATE) {
            ring.answered(sequence);
            // Also a late answer shows that the target is there.
            consecutiveLosses = 0;
            lastAckAt = at;
        }
        return result;
    }

    /** A round trip that was measured, -1 for none in the network. To be called once for each answer. */
    void measured(long sequence, long netRtt, long rtt, long interval) {
        if (sequence > newestAnswered) {
            newestAnswered = sequence;
            newestAnsweredSentAt = ring.sentAt(sequence);
            if (rtt <= ProbeTiming.PROBE_STATS_COUNT * interval) {
                user.offer(rtt, interval);
            }
        }
        measuredInNetwork(sequence, netRtt, interval);
    }

    /** A round trip in the network that became known after the answer, or with it; -1 for none. */
    void measuredInNetwork(long sequence, long netRtt, long interval) {
        if (netRtt >= 0 && sequence > newestNetSample) {
            newestNetSample = sequence;
            if (netRtt <= ProbeTiming.PROBE_STATS_COUNT * interval) {
                net.offer(netRtt, interval);
                isChanged = true;
            }
        }
    }

    /**
     * Counts the oldest probe as lost if its time is over.
     *
     * @return its sequence number, -1 if there is none
     */
    long takeLost(long now) {
        long sequence = ring.takeLost(now);
        if (sequence >= 0) {
            counters.addLost();
            window.add(true);
            consecutiveAcks = 0;
            if (sequence > newestAnswered) {
                if (consecutiveLosses == 0) {
                    firstLossAt = ring.lostAt(sequence);
                }
                consecutiveLosses++;
            }
        }
        return sequence;
    }

    /** When the next probe is lost without an answer, {@link Long#MAX_VALUE} if none is outstanding. */
    public long nextLossAt() {
        return ring.outstanding() == 0 ? Long.MAX_VALUE : ring.lostAt(ring.oldestOutstanding());
    }

    /** Whether a probe was answered that was sent after the first of another target's losses had become one. */
    boolean answeredSince(ProbeTarget lost) {
        return newestAnswered >= 0 && newestAnsweredSentAt - lost.firstLossAt > 0;
    }

    void enter(ProbeState entered) {
        state = entered;
        isChanged = true;
        if (entered == ProbeState.FAILED || entered == ProbeState.GROUP_FAILED) {
            // What answers again may be another path, so the past says nothing about it.
            net.reset();
            user.reset();
            slow = false;
            slowSamples = 0;
        }
    }

    void markSlow(long now) {
        slow = true;
        slowSince = now;
    }

    long slowSince() {
        return slowSince;
    }

    void rehabilitate() {
        slow = false;
    }

    /** Whether something changed that others have to know. */
    boolean isReportDue(long now) {
        if (!isChanged || !report.isAllowed(now)) {
            return isChanged && state != reportedState;
        }
        isChanged = false;
        return state != reportedState || (state == ProbeState.OK && report.isDue(delay()));
    }

    PeerProbe report(long now) {
        isChanged = false;
        reportedState = state;
        report.reported(switch (state) {
            case UNKNOWN, FAILED -> PathDelay.UNKNOWN;
            case OK -> delay();
            // Its next hops stay, and so does what they cost.
            case GROUP_FAILED -> report.reported();
        }, now);
        return new PeerProbe(name, epoch, state, report.reported());
    }

    private RttEstimator estimator() {
        return net.samples() > 0 ? net : user;
    }
}
