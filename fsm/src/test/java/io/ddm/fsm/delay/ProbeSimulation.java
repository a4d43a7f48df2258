package io.ddm.fsm.delay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A host that probes peers over links, in simulated time: what the prober of the daemon does in a turn, with a kernel
 * that queues answers while the host is stopped.
 */
final class ProbeSimulation {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final long FDT = 300 * MILLI;

    /** A link with a peer at its end. */
    final class Peer {
        final ProbeTarget target;
        final List<Long> sentAt = new ArrayList<>();
        long rtt = 100_000;
        /** Every n-th probe is answered, 0 for none. */
        int answeredOf = 1;
        boolean stamps = true;

        Peer(String name) {
            target = detector.add(name, 7, now);
        }

        ProbeState state() {
            return target.state();
        }
    }

    private record Answer(Peer peer, long sequence, long sentAt, long at, long rtt) {}

    final ProbeTiming timing;
    final FailureDetector detector;
    final List<PeerProbe> reports = new ArrayList<>();
    final Map<String, Long> reportedAt = new HashMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private final PriorityQueue<Answer> arrivals = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    /** Not zero, since clocks have no beginning. */
    private long now = -5 * SECOND;
    private long stoppedAt = Long.MAX_VALUE;
    private long stoppedFor;

    ProbeSimulation() {
        this(FDT, 1);
    }

    ProbeSimulation(long detection, long seed) {
        timing = new ProbeTiming(detection, seed);
        detector = new FailureDetector(timing);
    }

    Peer peer(String name) {
        Peer peer = new Peer(name);
        peers.add(peer);
        return peer;
    }

    void remove(Peer peer) {
        peers.remove(peer);
        detector.remove(peer.target);
    }

    long now() {
        return now;
    }

    /** The host stops in so many nanoseconds, for as long. */
    void stop(long in, long nanos) {
        stoppedAt = now + in;
        stoppedFor = nanos;
    }

    void run(long nanos) {
        long end = now + nanos;
        while (true) {
            long planned = detector.nextDeadline();
            Answer first = arrivals.peek();
            long wake = Math.max(now, first == null ? planned : Math.min(planned, first.at));
            if (wake >= end) {
                now = end;
                return;
            }
            now = wake;
            if (now >= stoppedAt) {
                now = Math.max(now, stoppedAt + stoppedFor);
                stoppedAt = Long.MAX_VALUE;
            }
            turn(planned);
        }
    }

    private void turn(long planned) {
        if (now - planned > timing.tick()) {
            detector.postpone(now);
        }
        for (Answer answer = arrivals.peek(); answer != null && answer.at <= now; answer = arrivals.peek()) {
            arrivals.remove();
            if (peers.contains(answer.peer)) {
                detector.answered(answer.peer.target, answer.sequence, answer.peer.stamps ? answer.rtt : -1,
                        now - answer.sentAt, now);
            }
        }
        detector.judge(now, (target, sequence) -> {});
        for (Peer peer : peers) {
            if (peer.target.dueAt() <= now + timing.tick()) {
                long sequence = peer.target.nextSequence();
                peer.sentAt.add(now);
                detector.sent(peer.target, now);
                if (peer.answeredOf > 0 && sequence % peer.answeredOf == 0) {
                    arrivals.add(new Answer(peer, sequence, now, now + peer.rtt, peer.rtt));
                }
            }
        }
        for (PeerProbe report : detector.takeReports(now)) {
            reports.add(report);
            reportedAt.put(report.name() + " " + report.state(), now);
        }
    }
}
