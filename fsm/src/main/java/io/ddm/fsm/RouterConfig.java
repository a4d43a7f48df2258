package io.ddm.fsm;

import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;

/**
 * What a router is and how patient it is.
 *
 * @param id the name under which it stands in path vectors
 * @param kind whether it redistributes
 * @param version the version byte of our discovery packets
 * @param solicitInterval time between solicitations once a link has settled. Too small: load on every neighbour; too
 *     large: a peer is found and kept alive late, and beyond {@code expireThreshold} it is lost between two answers
 * @param expireThreshold how long a peer may be silent. At least twice {@code solicitInterval}, so that one lost
 *     packet costs nothing. Too small: live peers flap; too large: packets go to dead peers for as long
 */
public record RouterConfig(RouterId id, RouterKind kind, ProtocolVersion version, Duration solicitInterval,
        Duration expireThreshold) {

    /** The reference's interval. */
    public static final Duration DEFAULT_SOLICIT_INTERVAL = Duration.ofSeconds(2);

    /** The reference's threshold. */
    public static final Duration DEFAULT_EXPIRE_THRESHOLD = Duration.ofSeconds(5);

    /**
     * @throws IllegalArgumentException if an interval is not positive
     */
    public RouterConfig {
        if (solicitInterval.toMillis() <= 0 || expireThreshold.toMillis() <= 0) {
            throw new IllegalArgumentException("solicit interval and expire threshold must be at least 1 ms");
        }
    }

    /** A router with the reference's intervals. */
    public static RouterConfig of(RouterId id, RouterKind kind) {
        return new RouterConfig(id, kind, ProtocolVersion.V2, DEFAULT_SOLICIT_INTERVAL, DEFAULT_EXPIRE_THRESHOLD);
    }
}
