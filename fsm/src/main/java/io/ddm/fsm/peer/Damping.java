package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;

/**
 * How restless a link is, after the model of RFC 2439: each lost session adds to a penalty that halves with time.
 * Always measured; where the operator wants damping, a link above {@link #SUPPRESS} gets no session until it is below
 * {@link #REUSE}.
 */
final class Damping {

    /** What a lost session adds. */
    static final double PER_LOSS = 1000;
    /** Four losses in quick succession. */
    static final double SUPPRESS = 3500;
    static final double REUSE = 1500;
    /** Beyond this the penalty does not grow, so that the longest rest is about a minute. */
    static final double MOST = 24_000;
    static final Duration HALF_LIFE = Duration.ofSeconds(15);

    private boolean enabled;
    private double penalty;
    private Instant asOf = Instant.EPOCH;
    private boolean suppressed;
    private long losses;

    Damping(boolean enabled) {
        this.enabled = enabled;
    }

    /** Suppresses from now on, or no longer; what was measured stays. */
    void enable(boolean suppresses) {
        enabled = suppresses;
        suppressed &= enabled;
    }

    /** A session was lost. */
    void lost(Instant now) {
        penalty = Math.min(penalty(now) + PER_LOSS, MOST);
        asOf = now;
        losses++;
        suppressed |= enabled && penalty > SUPPRESS;
    }

    /** Whether the link has to rest. */
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
