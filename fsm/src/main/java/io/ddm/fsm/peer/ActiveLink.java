package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A link whose sockets are open, and what goes on there with a peer and without one.
 *
 * @param link the link
 * @param solicits when it solicits
 * @param pending requests of neighbors that are no peer yet
 */
record ActiveLink(Link link, SolicitSchedule solicits, PendingRequests pending) {

    /** The sockets have been opened. */
    ActiveLink(Link link, SolicitSchedule solicits, Consumer<Effect> effects) {
        this(link, solicits, new PendingRequests(effects));
    }

    /** Solicits if that is due, and drops requests that waited too long. */
    void timers(boolean hasPeer, Instant now) {
        solicits.tick(hasPeer, now);
        pending.dropLate(now);
    }

    /** When {@link #timers} has something to do; {@link Instant#MAX} for never. */
    Instant deadline() {
        return solicits.deadline().isBefore(pending.deadline()) ? solicits.deadline() : pending.deadline();
    }
}
