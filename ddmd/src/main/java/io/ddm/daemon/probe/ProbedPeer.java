package io.ddm.daemon.probe;

import io.ddm.daemon.linux.EchoSocket;
import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.fsm.delay.AckResult;
import io.ddm.fsm.delay.FailureDetector;
import io.ddm.fsm.delay.ProbeCounters;
import io.ddm.fsm.delay.ProbeTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one peer, and what came in by it. A socket that cannot be opened or used is opened again every second;
 * meanwhile the peer keeps the state that it has, since what fails here is no fault of it.
 */
final class ProbedPeer implements AutoCloseable {

    /** Stamps and replies that are read at once: more than a receive buffer of 1 MiB holds, so all that was queued. */
    static final int MAX_READS = 4096;

    /**
     * How long a reply may wait for this process, 10 ms: one that is later than that can hardly keep to the default
     * interval of 43 ms. The round trip in the network does not see such a wait.
     */
    static final long SLOW_HOST_NANOS = 10_000_000L;

    private static final long RETRY_NANOS = 1_000_000_000L;

    /** Errors in a row after which the socket is replaced. */
    private static final int MAX_ERRORS = 5;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.probes");

    private final ProbeLoop.Start start;
    private final ProbeTarget target;
    private final FailureDetector detector;
    private final ClockSteps clock;
    private final ProbePublisher publisher;
    private final OutageLog outages;
    private final ProbeSlots slots = new ProbeSlots();
    private final MeasuredRtt net = new MeasuredRtt();
    private final MeasuredRtt total = new MeasuredRtt();
    private @Nullable EchoSocket socket;
    private long retryAt;
    private long pausedUntil;
    private int errors;
    private long forged;
    private long wrongSize;
    private long sendErrors;
    private long clockSteps;
    private long slowHost;

    ProbedPeer(ProbeLoop.Start start, FailureDetector detector, ClockSteps clock, ProbeSubscribers subscribers,
            long now) {
        this.start = start;
        this.outages = new OutageLog(start.name());
        this.detector = detector;
        this.clock = clock;
        this.target = detector.add(start.name(), start.epoch(), now);
        this.publisher = new ProbePublisher(start, target, slots, subscribers);
        this.retryAt = now;
        this.pausedUntil = now;
    }

    String name() {
        return start.name();
    }

    ProbeTarget target() {
        return target;
    }

    @Nullable
    EchoSocket socket() {
        return socket;
    }

    /** Whether nothing is read from it at the moment, since too much came in. */
    boolean isPaused(long now) {
        return pausedUntil - now > 0;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void pauseUntil(long at) {
        pausedUntil = at;
    }

    /** Opens a socket if there is none and it is time to. */
    void open(long now) {
        if (socket != null || now - retryAt < 0) {
            return;
        }
        try {
            socket = EchoSocket.open(start.interfaceIndex(), start.address(), start.peer());
            errors = 0;
            LOG.debug("{}: probing {} by a {} socket", name(), start.peer(), socket.isRaw() ? "raw" : "ping");
        } catch (NetlinkException e) {
            outages.warn("cannot probe " + start.peer() + ": " + e.getMessage());
            retryAt = now + RETRY_NANOS;
        }
    }

    /** Sends the probe that is due. */
    void send(long nonce) {
        if (socket == null) {
            detector.notSent(target, System.nanoTime());
            return;
        }
        publisher.flush();
        long sequence = target.nextSequence();
        long startedAt = System.nanoTime();
        int error = socket.send(nonce, sequence);
        // Taken afterwards: if this process was stopped meanwhile, the peer is not to blame.
        long sentAt = System.nanoTime();
        if (error == 0) {
            errors = 0;
            slots.add(sequence, nonce, startedAt, clock.count());
            detector.sent(target, sentAt);
        } else {
            sendErrors++;
            detector.notSent(target, sentAt);
            failed("cannot send probes to", error, sentAt);
        }
    }

    /**
     * Reads all stamps and replies, if there are not very many.
     *
     * @return whether that was all
     */
    boolean readAll() {
        int reads = 0;
        while (socket != null && reads < MAX_READS && readStamp(socket)) {
            reads++;
        }
        while (socket != null && reads < MAX_READS && readReply(socket)) {
            reads++;
        }
        return reads < MAX_READS;
    }

    /**
     * Reads what is there, mostly one stamp, one reply or both: after that another call would find nothing, and cost as
     * much as they.
     *
     * @return whether that was all
     */
    boolean read(boolean hasStamps, boolean hasReplies) {
        boolean isStamped = !hasStamps || (socket != null && readStamp(socket) && isNewestStamped());
        boolean isAnswered = !hasReplies || (socket != null && readReply(socket) && isNewestAnswered());
        return (isStamped && isAnswered) || readAll();
    }

    /** A probe was lost. */
    void lost(long sequence) {
        publisher.lost(sequence);
    }

    ProbeReport.Peer report() {
        ProbeCounters counters = target.counters();
        return new ProbeReport.Peer(name(), start.peer(), start.epoch(), socket != null, target.state(), target.delay(),
                target.isSlow(), detector.timing().detectionTime(target),
                net.report(target.net()), total.report(target.user()), target.lossPermille(),
                new ProbeReport.Counts(counters.sent(), counters.acked(), counters.lost(), counters.late(),
                        counters.duplicates(), forged + counters.unknown(), wrongSize, sendErrors, clockSteps,
                        slowHost),
                net.delays(), total.delays());
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Whether there was one. */
    private boolean readStamp(EchoSocket from) {
        switch (from.readStamp()) {
            case NONE -> {
                return false;
            }
            case SENT -> stamped(from);
            case OTHER -> {
                // Too old to matter.
            }
            case FAILED -> {
                failed("cannot receive replies of", from.error(), System.nanoTime());
                return false;
            }
        }
        return true;
    }

    /** Whether there was one. */
    private boolean readReply(EchoSocket from) {
        switch (from.readReply()) {
            case NONE -> {
                return false;
            }
            case ECHO -> replied(from);
            case WRONG_SIZE -> wrongSize++;
            case WRONG_SOURCE, WRONG_INTERFACE -> forged++;
            case OTHER_PROGRAM -> {
                // An operator pings from this host.
            }
            case FAILED -> {
                failed("cannot receive replies of", from.error(), System.nanoTime());
                return false;
            }
        }
        return true;
    }

    private void stamped(EchoSocket from) {
        long sequence = from.stampedSequence();
        if (!slots.has(sequence)) {
            return;
        }
        slots.left(sequence, from.sentAt(), from.sentByNicAt());
        long netRtt = slots.measure(sequence);
        if (netRtt >= 0) {
            // Its answer came before.
            detector.measuredInNetwork(target, sequence, netRtt, System.nanoTime());
            net.add(netRtt);
            publisher.stamped(sequence);
        }
    }

    private void replied(EchoSocket from) {
        long sequence = from.sequence();
        if (!slots.matches(sequence, from.nonce())) {
            forged++;
            return;
        }
        long now = System.nanoTime();
        long rtt = now - slots.startedAt(sequence);
        if (slots.rtt(sequence) == ProbeSlots.UNKNOWN) {
            arrived(from, sequence, rtt, now);
        }
        long netRtt = slots.measure(sequence);
        AckResult result = detector.answered(target, sequence, netRtt, rtt, now);
        if (result == AckResult.DUPLICATE || result == AckResult.UNKNOWN) {
            return;
        }
        outages.ended();
        total.add(rtt);
        if (netRtt >= 0) {
            net.add(netRtt);
        }
        if (result == AckResult.ACCEPTED) {
            publisher.acked(sequence, netRtt >= 0);
        }
    }

    /** Stamps of a reply are of no use if the clock was set since its probe was sent. */
    private void arrived(EchoSocket from, long sequence, long rtt, long now) {
        if (slots.isClockSet(sequence, clock.count())) {
            clockSteps++;
            slots.arrived(sequence, ProbeSlots.UNKNOWN, ProbeSlots.UNKNOWN, rtt);
            return;
        }
        if (from.receivedAt() != ProbeSlots.UNKNOWN && clock.wallTime(now) - from.receivedAt() > SLOW_HOST_NANOS) {
            slowHost++;
        }
        slots.arrived(sequence, from.receivedAt(), from.receivedByNicAt(), rtt);
    }

    private boolean isNewestStamped() {
        return slots.isStamped(target.nextSequence() - 1);
    }

    private boolean isNewestAnswered() {
        return slots.rtt(target.nextSequence() - 1) != ProbeSlots.UNKNOWN;
    }

    private void failed(String doing, int errno, long now) {
        outages.warn(doing + " " + start.peer() + ": " + Errno.text(errno));
        errors++;
        if (errors >= MAX_ERRORS) {
            close();
            detector.abandonOutstanding(target);
            retryAt = now + RETRY_NANOS;
        }
    }
}
