package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.SolicitSchedule;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

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

    /**
     * Hands an open link through.
     *
     * @param now the link as it is
     * @param restored makes the one to keep when it is restored
     */
    static ActiveLink archive(Archive archive, Optional<ActiveLink> now, Function<Link, ActiveLink> restored) {
        Link link = archive.optional("link", Link.class, now.map(ActiveLink::link)).orElseThrow();
        ActiveLink kept = now.orElseGet(() -> restored.apply(link));
        kept.solicits.archive(archive.in("solicits"));
        kept.pending.archive(archive.in("pending"));
        return kept;
    }

    /** Solicits if that is due, and drops requests that waited too long. */
    void timers(boolean hasPeer, Instant now) {
        solicits.tick(hasPeer, now);
        pending.dropLate(now);
    }

    /** When {@link #timers} has something to do; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant solicit = solicits.deadline();
        Instant drop = pending.deadline();
        return solicit.isBefore(drop) ? solicit : drop;
    }
}
