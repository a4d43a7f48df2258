package io.ddm.fsm;

import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.table.OrderedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Changes of forwarding that follow from delays alone. They are not urgent, and are programmed all together, so that a
 * set of next hops that many networks share is edited once; and at most once a second, whatever neighbors say.
 */
final class PendingWeights {

    /** Programmed so long after the first one: a neighbor sends its new delays in several pushes. */
    private static final Duration HOLD = Duration.ofMillis(200);

    /** Time between two releases. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** More may be on their way through the tables; after so long they are not waited for any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OrderedMap<Prefix, FibChange> waiting = new OrderedMap<>(Prefix::compareTo);
    private Instant due = Instant.MAX;
    private Instant released = Instant.EPOCH;

    /** This change can wait. */
    void add(FibChange change, Instant now) {
        if (waiting.isEmpty()) {
            Instant earliest = released.plus(INTERVAL);
            due = now.plus(HOLD).isAfter(earliest) ? now.plus(HOLD) : earliest;
        }
        waiting.put(change.network(), change);
    }

    /** The network is programmed anyway. */
    void supersede(Prefix network) {
        waiting.remove(network);
    }

    /** When {@link #take} has something; {@link Instant#MAX} for never. */
    Instant deadline() {
        return waiting.isEmpty() ? Instant.MAX : due;
    }

    /**
     * What is to be programmed now, sorted; most often nothing.
     *
     * @param moreComes whether changes of delays are still on their way through the tables
     */
    List<FibChange> take(boolean moreComes, Instant now) {
        if (now.isBefore(deadline()) || (moreComes && now.isBefore(due.plus(PATIENCE)))) {
            return List.of();
        }
        List<FibChange> taken = List.copyOf(waiting.values());
        waiting.clear();
        released = now;
        return taken;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("waiting", FibChange.class, List.copyOf(waiting.values()),
                change -> waiting.put(change.network(), change));
        due = archive.instant("due", due);
        released = archive.instant("released", released);
    }
}
