package io.ddm.fsm.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a router that has just begun knows what lies behind it. A transit that does not know yet answers no pull: its
 * neighbors may still have paths through its predecessor, which the answer would take from them, although the kernel
 * forwards by those all the while. What it offers besides it pushes without waiting.
 *
 * <p>It knows when every interface has a peer whose table it has pulled and taken in, or none that spoke within the
 * time in which the first solicitations go out. Two transits that begin together wait for each other, until the pulls
 * that they let wait have failed.
 */
public final class InitialSyncGate {

    /** A neighbor that is there has answered one of the first solicitations by then. */
    static final Duration LISTEN = Duration.ofSeconds(1);

    /** A peer that has failed to give its table is waited for no longer; nor one that nobody knows. */
    static final Duration MOST = Duration.ofSeconds(2);

    /** For nobody is waited longer, however large its table is. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Collection<InterfaceFsm> interfaces;
    private boolean waiting;
    private Instant begun = Instant.MAX;
    private Instant deadline = Instant.MAX;

    /**
     * @param interfaces the router's, as they will be
     * @param redistributes whether what it learns is offered to others at all
     */
    public InitialSyncGate(Collection<InterfaceFsm> interfaces, boolean redistributes) {
        this.interfaces = interfaces;
        this.waiting = redistributes;
    }

    /** Whether pulls have to wait. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Looks whether they still have to; returns true once, when they no longer do. */
    public boolean end(Instant now) {
        if (!waiting) {
            return false;
        }
        if (begun.equals(Instant.MAX) && interfaces.stream().anyMatch(InterfaceFsm::isOpen)) {
            begun = now;
        }
        if (begun.equals(Instant.MAX)) {
            return false;
        }
        boolean listened = !now.isBefore(begun.plus(LISTEN));
        boolean hadTime = !now.isBefore(begun.plus(MOST));
        deadline = begun.plus(hadTime ? LONGEST : listened ? MOST : LISTEN);
        waiting = now.isBefore(begun.plus(LONGEST)) && !interfaces.stream()
                .allMatch(fsm -> fsm.session()
                        .map(session -> session.hasPulled() || (hadTime && !session.isTableAwaited()))
                        .orElse(listened));
        if (!waiting) {
            deadline = Instant.MAX;
        }
        return !waiting;
    }

    /** When {@link #end} wants to be called although nothing happens; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return deadline;
    }
}
