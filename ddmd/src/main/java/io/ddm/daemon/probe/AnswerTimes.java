package io.ddm.daemon.probe;

import io.ddm.fsm.delay.RttEstimator;
import io.ddm.fsm.model.PeerIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long peers take to answer our solicitations: from when the router decides to send one until it handles the
 * advertisement, so with the waits of both processes, which NETRTT leaves out. For people only; nothing follows from
 * it.
 *
 * <p>Advertisements do not say what they answer. One counts if exactly one solicitation has been sent since the last
 * one; an answer that takes longer than until the next solicitation can therefore not be measured.
 *
 * <p>Used on the router's event loop; any thread may call {@link #report}.
 */
public final class AnswerTimes {

    private final LongSupplier clock;
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, PeerAnswers> measured = new ConcurrentHashMap<>();

    /** What is measured of the peer in session on one interface. */
    private static final class Link {

        private final PeerIdentity peer;
        private final RttEstimator rtt = new RttEstimator();
        private final DelayHistogram times = new DelayHistogram();
        private int unanswered;
        private long solicitedAt;

        Link(PeerIdentity peer) {
            this.peer = peer;
        }
    }

    /**
     * @param clock nanoseconds that never go back
     */
    public AnswerTimes(LongSupplier clock) {
        this.clock = clock;
    }

    /** A session with a peer begins on an interface. Even if it is the one before: what is shown is of one session. */
    public void begin(String name, PeerIdentity peer) {
        end(name);
        links.put(name, new Link(peer));
    }

    /** There is no session on an interface any more. */
    public void end(String name) {
        links.remove(name);
        measured.remove(name);
    }

    /** A solicitation is about to be sent. */
    public void solicited(String name) {
        Link link = links.get(name);
        if (link != null) {
            link.unanswered++;
            link.solicitedAt = clock.getAsLong();
        }
    }

    /** A neighbor has advertised itself. */
    public void advertised(String name, PeerIdentity sender) {
        Link link = links.get(name);
        if (link != null && link.peer.equals(sender)) {
            answered(name, link);
        }
    }

    /** What has been measured of the peers in session, by interface; of a peer without a sample there is nothing. */
    public Map<String, PeerAnswers> report() {
        return Map.copyOf(measured);
    }

    private void answered(String name, Link link) {
        if (link.unanswered == 1) {
            long time = clock.getAsLong() - link.solicitedAt;
            link.rtt.offer(time, RttEstimator.NO_LIMIT);
            link.times.add(time);
            measured.put(name,
                    new PeerAnswers(link.peer.address(), time, link.rtt.average(), link.times.copy()));
        }
        link.unanswered = 0;
    }
}
