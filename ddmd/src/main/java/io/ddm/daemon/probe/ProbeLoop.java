package io.ddm.daemon.probe;

import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.Waker;
import io.ddm.daemon.linux.WallClock;
import io.ddm.fsm.delay.FailureDetector;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeTarget;
import io.ddm.fsm.delay.ProbeTiming;
import io.ddm.fsm.model.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * What the thread that probes does: it waits for the next probe, an answer or a request, and then reads, judges and
 * sends, in this order. A loss is concluded only by a time from before everything was read that the kernel had queued,
 * so that a stop of this process makes no loss, wherever it happens.
 */
final class ProbeLoop {

    /** A change of what is probed. */
    sealed interface Request {}

    /** Probes a peer. */
    record Start(String name, int interfaceIndex, Ipv6Address address, Ipv6Address peer, long epoch)
            implements
                Request {}

    /** Ends probing on an interface. */
    record Stop(String name) implements Request {}

    /** A neighbor that floods us with replies is read so seldom, which costs a fifth of a core at most. */
    private static final long FLOOD_PAUSE_NANOS = 50_000_000L;

    private static final long REPORT_NANOS = 1_000_000_000L;

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Waker waker = new Waker();
    private final WallClock wall = new WallClock();
    private final ClockSteps clock = new ClockSteps(wall::nanos, System::nanoTime);
    private final Nonces nonces = new Nonces();
    private final List<ProbedPeer> peers = new ArrayList<>();
    private final FailureDetector.LossListener losses = this::lost;
    private final FailureDetector detector;
    private final Consumer<List<PeerProbe>> listener;
    private final ProbeSubscribers subscribers;
    private volatile ProbeReport report;
    private volatile boolean closed;
    private long reportedAt;

    ProbeLoop(long detectionNanos, Consumer<List<PeerProbe>> listener, ProbeSubscribers subscribers)
            throws NetlinkException {
        this.detector = new FailureDetector(new ProbeTiming(detectionNanos, nonces.next()));
        this.listener = listener;
        this.subscribers = subscribers;
        this.report = new ProbeReport(detectionNanos, List.of());
    }

    /** Changes what is probed, soon. Any thread. */
    void submit(Request request) {
        requests.add(request);
        waker.wake();
    }

    /** The latest report. Any thread. */
    ProbeReport report() {
        return report;
    }

    /** Ends {@link #run}, soon. Any thread. */
    void close() {
        closed = true;
        waker.wake();
    }

    /**
     * Probes until it is closed.
     *
     * @throws NetlinkException if the kernel has no descriptor left
     */
    void run() throws NetlinkException {
        try (waker; ProbeWait wait = new ProbeWait(waker)) {
            while (!closed) {
                long planned = ProbeWait.until(peers, detector.nextDeadline());
                int ready = wait.await(peers, planned);
                clock.look();
                turn(planned, ready, wait);
            }
        } finally {
            peers.forEach(ProbedPeer::close);
        }
    }

    private void turn(long planned, int ready, ProbeWait wait) {
        // Taken before anything is read: a stop from here on makes nothing late.
        long now = System.nanoTime();
        if (now - planned > detector.timing().tick()) {
            detector.postpone(now);
        }
        for (int i = 0; i < ready; i++) {
            ProbedPeer peer = peers.get(wait.index(i));
            if (!peer.read(wait.hasStamps(i), wait.hasReplies(i))) {
                peer.pauseUntil(now + FLOOD_PAUSE_NANOS);
            }
        }
        boolean isAnyLost = false;
        for (int i = 0; i < peers.size(); i++) {
            ProbedPeer peer = peers.get(i);
            if (peer.target().nextLossAt() <= now) {
                // Its answer may have come since the wait.
                isAnyLost = true;
                if (!peer.readAll()) {
                    peer.pauseUntil(now + FLOOD_PAUSE_NANOS);
                }
            }
        }
        if (isAnyLost) {
            detector.judge(now, losses);
        }
        boolean isChanged = execute(now);
        send(now);
        report(now, isChanged);
    }

    /** Whether there was a request. */
    private boolean execute(long now) {
        boolean any = false;
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            any = true;
            switch (request) {
                case Start start -> {
                    stop(start.name());
                    peers.add(new ProbedPeer(start, detector, clock, subscribers, now));
                }
                case Stop stop -> stop(stop.name());
            }
        }
        return any;
    }

    private void stop(String name) {
        for (int i = 0; i < peers.size(); i++) {
            ProbedPeer peer = peers.get(i);
            if (peer.name().equals(name)) {
                peer.close();
                detector.remove(peer.target());
                peers.remove(i);
                return;
            }
        }
    }

    /** Sends what is due, and what is due so soon that another wake-up would cost more than the probe. */
    private void send(long now) {
        long until = now + detector.timing().tick();
        for (int i = 0; i < peers.size(); i++) {
            ProbedPeer peer = peers.get(i);
            peer.open(now);
            if (peer.target().dueAt() <= until) {
                peer.send(nonces.next());
            }
        }
    }

    private void report(long now, boolean isChanged) {
        List<PeerProbe> changes = detector.takeReports(now);
        if (isChanged || !changes.isEmpty() || now - reportedAt >= REPORT_NANOS) {
            reportedAt = now;
            report = new ProbeReport(detector.timing().detectionTime(),
                    peers.stream().map(ProbedPeer::report).toList());
        }
        if (!changes.isEmpty()) {
            listener.accept(changes);
        }
    }

    private void lost(ProbeTarget target, long sequence) {
        for (int i = 0; i < peers.size(); i++) {
            if (peers.get(i).target() == target) {
                peers.get(i).lost(sequence);
            }
        }
    }
}
