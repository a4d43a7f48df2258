package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When an interface solicits: at once when it opens or has lost its peer, a few more times within a second, then once
 * each interval; and when a stranger is heard.
 */
final class SolicitSchedule {

    /** Pauses between the solicitations that follow the first one on a link without a peer. */
    private static final List<Duration> BURST = List.of(Duration.ofMillis(100), Duration.ofMillis(200),
            Duration.ofMillis(400));

    /** Solicitations that answer a stranger's are at least this far apart, so two deaf neighbors cannot storm. */
    private static final Duration STRANGER_PAUSE = Duration.ofMillis(100);

    private final Duration interval;
    private final Runnable solicit;
    private Instant last = Instant.MIN;
    private Instant next = Instant.MAX;
    private int burst;
    private boolean silenced;

    /**
     * @param interval time between solicitations once the link has settled
     * @param solicit sends one
     */
    SolicitSchedule(Duration interval, Runnable solicit) {
        this.interval = interval;
        this.solicit = solicit;
    }

    /** Begins, with a burst. */
    void start(Instant now) {
        burst = 0;
        solicit(now, true);
    }

    /** Asks for nobody until started again. */
    void pause() {
        next = Instant.MAX;
    }

    /** Asks for nobody any more. */
    void silence() {
        silenced = true;
        pause();
    }

    /** Solicits if it is time to. */
    void tick(boolean hasPeer, Instant now) {
        if (!now.isBefore(next)) {
            solicit(now, !hasPeer);
        }
    }

    /** Somebody whom we do not know speaks on the link. */
    void stranger(Instant now) {
        if (!silenced && !now.isBefore(last.plus(STRANGER_PAUSE))) {
            last = now;
            solicit.run();
        }
    }

    /** Solicits now, whatever the schedule says. */
    void probe(Instant now) {
        if (!silenced) {
            last = now;
            solicit.run();
        }
    }

    /** The next solicitation is due at this instant, if not earlier. */
    void noLaterThan(Instant when) {
        if (!silenced && when.isBefore(next)) {
            next = when;
        }
    }

    /** When {@link #tick} wants to be called; {@link Instant#MAX} for never. */
    Instant deadline() {
        return next;
    }

    private void solicit(Instant now, boolean hurry) {
        if (silenced) {
            return;
        }
        solicit.run();
        last = now;
        next = now.plus(hurry && burst < BURST.size() ? BURST.get(burst) : interval);
        burst++;
    }
}
