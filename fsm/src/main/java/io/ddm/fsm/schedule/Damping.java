package io.ddm.fsm.schedule;

import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;

/**
 * How much a link flaps, after the model of RFC 2439: each lost session adds to a penalty that decays with time. The
 * penalty is always measured; if damping is enabled, a link above {@link #SUPPRESS} gets no session until it is below
 * {@link #REUSE}.
 */
public final class Damping {

    /** What a lost session adds. */
    static final double PER_LOSS = 1000;
    /** Four losses in quick succession. */
    static final double SUPPRESS = 3500;
    static final double REUSE = 1500;
    /** The penalty does not grow beyond this, so that a link is suppressed for about a minute at most. */
    static final double MAX_PENALTY = 24_000;
    static final Duration HALF_LIFE = Duration.ofSeconds(15);

    private boolean enabled;
    private double penalty;
    private Instant asOf = Instant.EPOCH;
    private boolean suppressed;
    private long losses;

    /**
     * @param enabled whether a link is ever suppressed
     */
    public Damping(boolean enabled) {
        this.enabled = enabled;
    }

    /** Suppresses from now on, or no longer; what was measured stays. */
    public void enable(boolean suppresses) {
        enabled = suppresses;
        suppressed &= enabled;
    }

    /** A session was lost. */
    public void lost(Instant now) {
        penalty = Math.min(penalty(now) + PER_LOSS, MAX_PENALTY);
        asOf = now;
        losses++;
        suppressed |= enabled && penalty > SUPPRESS;
    }

    /** Whether the link gets no session now. */
    public boolean isSuppressed(Instant now) {
        suppressed &= penalty(now) > REUSE;
        return suppressed;
    }

    /** How many sessions were lost, ever. */
    public long losses() {
        return losses;
    }

    /** When the link may have a session again; meaningful while it is suppressed. */
    public Instant reusableAt() {
        double halvings = Math.log(penalty / REUSE) / Math.log(2);
        return asOf.plusMillis((long) Math.ceil(halvings * HALF_LIFE.toMillis()));
    }

    private double penalty(Instant now) {
        double halvings = (double) Duration.between(asOf, now).toMillis() / HALF_LIFE.toMillis();
        return penalty * Math.pow(0.5, halvings);
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        enabled = archive.flag("enabled", enabled);
        penalty = archive.value("penalty", Double.class, penalty);
        asOf = archive.instant("asOf", asOf);
        suppressed = archive.flag("suppressed", suppressed);
        losses = archive.number("losses", losses);
    }
}
