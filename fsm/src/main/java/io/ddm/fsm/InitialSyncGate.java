package io.ddm.fsm;

import io.ddm.fsm.peer.InterfaceFsm;

import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a router that has just started knows the routes behind it. A transit that does not know them yet answers no
 * pull: its neighbors may still have paths through its predecessor, which the answer would withdraw although the kernel
 * still forwards along them. What it offers besides it pushes without waiting.
 *
 * <p>It knows when every interface has a peer whose table was pulled and imported, or no peer that answered within the
 * time of the first solicitations. Two transits that start together wait for each other until the pulls that they defer
 * have failed.
 */
final class InitialSyncGate {

    /** By then a neighbor on the link has answered one of the first solicitations. */
    static final Duration LISTEN_TIME = Duration.ofSeconds(1);

    /** Upper bound on the wait for a peer whose pull has failed, and for a peer that is not found. */
    static final Duration FAILED_PULL_TIMEOUT = Duration.ofSeconds(2);

    /** Upper bound on the wait for a table, however large it is. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Collection<InterfaceFsm> interfaces;
    private boolean waiting;
    private Instant begun = Instant.MAX;
    private Instant deadline = Instant.MAX;

    /**
     * @param interfaces the router's, a live view
     * @param redistributes whether what it imports is offered to others
     */
    InitialSyncGate(Collection<InterfaceFsm> interfaces, boolean redistributes) {
        this.interfaces = interfaces;
        this.waiting = redistributes;
    }

    /** Whether answers to pulls have to wait. */
    boolean isWaiting() {
        return waiting;
    }

    /** Checks whether they still have to; returns true once, when they no longer do. */
    boolean end(Instant now) {
        if (!waiting) {
            return false;
        }
        if (begun.equals(Instant.MAX) && interfaces.stream().anyMatch(InterfaceFsm::isOpen)) {
            begun = now;
        }
        if (begun.equals(Instant.MAX)) {
            return false;
        }
        boolean listened = !now.isBefore(begun.plus(LISTEN_TIME));
        boolean hadTime = !now.isBefore(begun.plus(FAILED_PULL_TIMEOUT));
        deadline = begun.plus(hadTime ? TIMEOUT : listened ? FAILED_PULL_TIMEOUT : LISTEN_TIME);
        waiting = now.isBefore(begun.plus(TIMEOUT)) && !interfaces.stream()
                .allMatch(fsm -> fsm.session()
                        .map(session -> session.hasPulled() || (hadTime && !session.isTableAwaited()))
                        .orElse(listened));
        if (!waiting) {
            deadline = Instant.MAX;
        }
        return !waiting;
    }

    /** When {@link #end} may have something to do although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        return deadline;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        waiting = archive.flag("waiting", waiting);
        begun = archive.instant("begun", begun);
        deadline = archive.instant("deadline", deadline);
    }
}
