package io.ddm.fsm.event;

import java.time.Duration;
import java.util.List;

/**
 * The timers of a router.
 *
 * @param solicitInterval time between solicitations once a link has settled. Too small: load on every neighbor; too
 *     large: a peer is found and kept alive late, and beyond {@code expireThreshold} it is lost between two answers
 * @param expireThreshold how long a peer may be silent. At least twice {@code solicitInterval}, so that one lost
 *     packet costs nothing. Too small: live peers flap; too large: packets go to dead peers for as long
 * @param pullInterval time between pulls of a peer's whole table that nothing asks for, give or take a quarter; zero
 *     for none. Too small: load that grows with the table; too large: what a lost message left behind stays for as long
 */
public record Timers(Duration solicitInterval, Duration expireThreshold, Duration pullInterval) {

    /** The reference's interval and threshold, and our pulls; the reference pulls once. */
    public static final Timers DEFAULT = new Timers(Duration.ofSeconds(2), Duration.ofSeconds(5),
            Duration.ofSeconds(10));

    /**
     * @throws IllegalArgumentException if an interval is not positive, or that of pulls negative
     */
    public Timers {
        if (solicitInterval.toMillis() <= 0 || expireThreshold.toMillis() <= 0) {
            throw new IllegalArgumentException("solicit interval and expire threshold must be at least 1 ms");
        }
        if (pullInterval.isNegative()) {
            throw new IllegalArgumentException("the pull interval is 0 ms for none, or positive");
        }
    }

    /** The same with another expire threshold. */
    public Timers withExpireThreshold(Duration threshold) {
        return new Timers(solicitInterval, threshold, pullInterval);
    }

    /** The same with other pulls. */
    public Timers withPullInterval(Duration interval) {
        return new Timers(solicitInterval, expireThreshold, interval);
    }

    /** What is allowed and nevertheless likely to hurt, a sentence each without a full stop. */
    public List<String> warnings() {
        return expireThreshold.compareTo(solicitInterval.multipliedBy(2)) < 0
                ? List.of("the expire threshold of " + expireThreshold.toMillis() + " ms is shorter than two solicit"
                        + " intervals of " + solicitInterval.toMillis() + " ms: one lost packet ends a session")
                : List.of();
    }
}
