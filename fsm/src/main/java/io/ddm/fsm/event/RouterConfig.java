package io.ddm.fsm.event;

import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Duration;
import java.util.List;

/**
 * What a router is, how patient it is and what it lets pass.
 *
 * @param id the name under which it stands in path vectors
 * @param kind whether it redistributes
 * @param version the version byte of our discovery packets
 * @param solicitInterval time between solicitations once a link has settled. Too small: load on every neighbor; too
 *     large: a peer is found and kept alive late, and beyond {@code expireThreshold} it is lost between two answers
 * @param expireThreshold how long a peer may be silent. At least twice {@code solicitInterval}, so that one lost
 *     packet costs nothing. Too small: live peers flap; too large: packets go to dead peers for as long
 * @param pullInterval time between pulls of a peer's whole table that nothing asks for, give or take a quarter; zero
 *     for none. Too small: load that grows with the table; too large: what a lost message left behind stays for as long
 * @param imports what is taken in from peers
 * @param exports what underlay prefixes are told to peers
 * @param damping whether a link that keeps losing its peer has to rest before it gets one again
 */
public record RouterConfig(RouterId id, RouterKind kind, ProtocolVersion version, Duration solicitInterval,
        Duration expireThreshold, Duration pullInterval, ImportPolicy imports, PrefixFilter exports, boolean damping) {

    /** The reference's interval. */
    public static final Duration DEFAULT_SOLICIT_INTERVAL = Duration.ofSeconds(2);

    /** The reference's threshold. */
    public static final Duration DEFAULT_EXPIRE_THRESHOLD = Duration.ofSeconds(5);

    /** Ours; the reference pulls once. */
    public static final Duration DEFAULT_PULL_INTERVAL = Duration.ofSeconds(10);

    /**
     * @throws IllegalArgumentException if an interval is not positive, or that of pulls negative
     */
    public RouterConfig {
        if (solicitInterval.toMillis() <= 0 || expireThreshold.toMillis() <= 0) {
            throw new IllegalArgumentException("solicit interval and expire threshold must be at least 1 ms");
        }
        if (pullInterval.isNegative()) {
            throw new IllegalArgumentException("the pull interval is 0 ms for none, or positive");
        }
    }

    /** What is allowed and nevertheless likely to hurt, a sentence each without a full stop. */
    public List<String> warnings() {
        return expireThreshold.compareTo(solicitInterval.multipliedBy(2)) < 0
                ? List.of("the expire threshold of " + expireThreshold.toMillis() + " ms is shorter than two solicit"
                        + " intervals of " + solicitInterval.toMillis() + " ms: one lost packet ends a session")
                : List.of();
    }

    /** A router with the default intervals and limits. */
    public static RouterConfig of(RouterId id, RouterKind kind) {
        return new RouterConfig(id, kind, ProtocolVersion.V2, DEFAULT_SOLICIT_INTERVAL, DEFAULT_EXPIRE_THRESHOLD,
                DEFAULT_PULL_INTERVAL, ImportPolicy.DEFAULT, PrefixFilter.ALL, false);
    }

    /** The same with other pulls. */
    public RouterConfig withPullInterval(Duration interval) {
        return new RouterConfig(id, kind, version, solicitInterval, expireThreshold, interval, imports, exports,
                damping);
    }
}
