package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;

/**
 * How much a link flaps, after the model of RFC 2439: each lost session adds to a penalty that decays with time. The
 * penalty is always measured; if damping is enabled, a link above {@link #SUPPRESS} gets no session until it is below
 * {@link #REUSE}.
 */
final class Damping {

    /** What a lost session adds. */
    static final double PER_LOSS = 1000;
    /** Four losses in quick succession. */
    static final double SUPPRESS = 3500;
    static final double REUSE = 1500;
    /** The penalty does not grow beyond this, so that a link is suppressed for about a minute at most. */
    static final double MAX_PENALTY = 24_000;
    static final Duration HALF_LIFE = Duration.ofSeconds(15);

    private final boolean enabled;
    private double penalty;
    private Instant asOf = Instant.EPOCH;
    private boolean suppressed;
    private long losses;

    Damping(boolean enabled) {
        this.enabled = enabled;
    }

    /** A session was lost. */
    void lost(Instant now) {
        penalty = Math.min(penalty(now) + PER_LOSS, MAX_PENALTY);
        asOf = now;
        losses++;
        suppressed |= enabled && penalty > SUPPRESS;
    }

    /** Whether the link gets no session now. */
    boolean isSuppressed(Instant now) {
        suppressed &= penalty(now) > REUSE;
        return suppressed;
    }

    /** How many sessions were lost, ever. */
    long losses() {
        return losses;
    }

    /** When the link may have a session again; meaningful while it is suppressed. */
    Instant reusableAt() {
        double halvings = Math.log(penalty / REUSE) / Math.log(2);
        return asOf.plusMillis((long) Math.ceil(halvings * HALF_LIFE.toMillis()));
    }

    private double penalty(Instant now) {
        double halvings = (double) Duration.between(asOf, now).toMillis() / HALF_LIFE.toMillis();
        return penalty * Math.pow(0.5, halvings);
    }
}
