package io.ddm.daemon.discovery;

import io.ddm.daemon.net.RateLimit;
import io.ddm.fsm.model.Ipv6Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of discovery packets on one link: the peer has a budget of its own, which no other sender can use up.
 * Solicitations are limited further, because each is answered: an answer to an unused address stays in the socket's
 * buffer for the 3 s in which the kernel resolves it. Thread-safe.
 */
final class PacketBudget {

    /**
     * Solicitations of all unknown sources together, per second; over 3 s they fill a fraction of the smallest socket
     * buffer.
     */
    static final int UNKNOWN_SOLICITATIONS_PER_SECOND = 20;

    /** Solicitations of one source, per second. A router sends four when it starts, then one per interval. */
    static final int SOLICITATIONS_PER_SOURCE = 5;

    /** Sources with a limit of their own: the most recent ones. */
    private static final int MAX_SOURCES = 64;

    private final LongSupplier nanos;
    private final RateLimit ofPeer;
    private final RateLimit ofOthers;
    private final RateLimit unknownSolicitations;
    private final Map<Ipv6Address, RateLimit> solicitations = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ipv6Address, RateLimit> eldest) {
            return size() > MAX_SOURCES;
        }
    };
    private volatile @Nullable Ipv6Address peer;

    /**
     * @param packetsPerSecond of the peer, and of all others together
     */
    PacketBudget(int packetsPerSecond, LongSupplier nanos) {
        this.nanos = nanos;
        this.ofPeer = new RateLimit(packetsPerSecond, nanos);
        this.ofOthers = new RateLimit(packetsPerSecond, nanos);
        this.unknownSolicitations = new RateLimit(UNKNOWN_SOLICITATIONS_PER_SECOND, nanos);
    }

    /**
     * Sets the peer, until there is another one: forged packets do not delay the return of a lost peer.
     */
    void peer(Ipv6Address address) {
        peer = address;
    }

    /** Whether one more packet of this source may be decoded. */
    boolean passes(Ipv6Address source) {
        return (source.equals(peer) ? ofPeer : ofOthers).pass();
    }

    /** Why a solicitation of this source must not be answered; empty if it may. */
    Optional<String> rejectsSolicitation(Ipv6Address source) {
        if (!ofSource(source).pass()) {
            return Optional.of("too many solicitations of one source");
        }
        if (!source.equals(peer) && !unknownSolicitations.pass()) {
            return Optional.of("too many solicitations of unknown sources");
        }
        return Optional.empty();
    }

    private RateLimit ofSource(Ipv6Address source) {
        synchronized (solicitations) {
            RateLimit known = solicitations.remove(source);
            RateLimit limit = known == null ? new RateLimit(SOLICITATIONS_PER_SOURCE, nanos) : known;
            // Reinserted last, so that the least recent source is removed first.
            solicitations.put(source, limit);
            return limit;
        }
    }
}
