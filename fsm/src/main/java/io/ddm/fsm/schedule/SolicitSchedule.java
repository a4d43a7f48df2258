package io.ddm.fsm.schedule;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * When an open link is solicited: at once when it opens or has lost its peer, a few more times within a second, then
 * once each interval; and when a neighbor is heard that is not the peer.
 */
public final class SolicitSchedule {

    /** Pauses between the solicitations that follow the first one on a link without a peer. */
    private static final List<Duration> BURST = List.of(Duration.ofMillis(100), Duration.ofMillis(200),
            Duration.ofMillis(400));

    /** Minimum time between solicitations for unknown neighbors, so that two deaf neighbors cannot storm. */
    private static final Duration UNKNOWN_NEIGHBOR_PAUSE = Duration.ofMillis(100);

    private final String name;
    private final Duration interval;
    private final Consumer<Effect> effects;
    private Instant last = Instant.MIN;
    private Instant next = Instant.MAX;
    private int burst;
    private boolean stopped;

    /**
     * @param name of the interface
     * @param interval time between solicitations once the link has settled
     */
    public SolicitSchedule(String name, Duration interval, Consumer<Effect> effects) {
        this.name = name;
        this.interval = interval;
        this.effects = effects;
    }

    /** Begins, with a burst. */
    public void start(Instant now) {
        burst = 0;
        solicit(false, now);
    }

    /** Sends no solicitation from now on, whatever happens. */
    public void stop() {
        stopped = true;
        next = Instant.MAX;
    }

    /** Solicits if it is time to. */
    public void tick(boolean hasPeer, Instant now) {
        if (!now.isBefore(next)) {
            solicit(hasPeer, now);
        }
    }

    /** A neighbor that is not the peer was heard. */
    public void unknownNeighbor(Instant now) {
        if (!stopped && !now.isBefore(last.plus(UNKNOWN_NEIGHBOR_PAUSE))) {
            send(now);
        }
    }

    /** The next solicitation is due at this instant, if not earlier. */
    public void noLaterThan(Instant when) {
        if (!stopped && when.isBefore(next)) {
            next = when;
        }
    }

    /** When {@link #tick} has something to do; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return next;
    }

    private void solicit(boolean hasPeer, Instant now) {
        if (!stopped) {
            send(now);
            next = now.plus(!hasPeer && burst < BURST.size() ? BURST.get(burst) : interval);
            burst++;
        }
    }

    private void send(Instant now) {
        effects.accept(new Effect.SendSolicitation(name));
        last = now;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        last = archive.instant("last", last);
        next = archive.instant("next", next);
        burst = archive.number("burst", burst);
        stopped = archive.flag("stopped", stopped);
    }
}
