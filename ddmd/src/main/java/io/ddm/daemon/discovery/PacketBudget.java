package io.ddm.daemon.discovery;

import io.ddm.daemon.net.RateLimit;
import io.ddm.fsm.model.Ipv6Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the packets of one link may cost: the peer has a budget of its own, which no other sender can use up.
 * Solicitations are limited further, since each is answered: an answer to an address that nobody has stays in the
 * socket's buffer for the 3 s in which the kernel resolves it. Thread-safe.
 */
final class PacketBudget {

    /**
     * Solicitations of all unknown sources together, per second; with 3 s each a fraction of the smallest socket
     * buffer.
     */
    static final int UNKNOWN_SOLICITATIONS = 20;

    /** Solicitations of one source, per second. A router sends four when it starts, then one each interval. */
    static final int SOLICITATIONS_PER_SOURCE = 5;

    /** Sources whose solicitations are counted one by one: those heard last. */
    private static final int SOURCES = 64;

    private final LongSupplier nanos;
    private final RateLimit ofPeer;
    private final RateLimit ofOthers;
    private final RateLimit unknownSolicitations;
    private final Map<Ipv6Address, RateLimit> solicitations = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ipv6Address, RateLimit> eldest) {
            return size() > SOURCES;
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
        this.unknownSolicitations = new RateLimit(UNKNOWN_SOLICITATIONS, nanos);
    }

    /**
     * From now on this is the peer, until there is another: a lost one that returns is not held up by forged packets.
     */
    void peer(Ipv6Address address) {
        peer = address;
    }

    /** Whether one more packet of this source may be decoded. */
    boolean passes(Ipv6Address source) {
        return (source.equals(peer) ? ofPeer : ofOthers).pass();
    }

    /** Why a solicitation of this source is not answered; empty if it is. */
    Optional<String> refusesSolicitation(Ipv6Address source) {
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
            // Last again, so that those heard longest ago are forgotten first.
            solicitations.put(source, limit);
            return limit;
        }
    }
}
