package io.ddm.fsm;

import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import io.ddm.fsm.table.OrderedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final OrderedMap<Prefix, Fib.ByDelay> waiting = new OrderedMap<>(Prefix::compareTo);
    private Instant due = Instant.MAX;
    private Instant released = Instant.EPOCH;

    /** This change can wait. */
    void add(Fib.ByDelay change, Instant now) {
        if (due.equals(Instant.MAX)) {
            Instant earliest = released.plus(INTERVAL);
            due = now.plus(HOLD).isAfter(earliest) ? now.plus(HOLD) : earliest;
        }
        waiting.put(change.change().network(), change);
    }

    /** A change of this network waits no longer, since another one takes its place; returns what is programmed. */
    Optional<List<WeightedNextHop>> withdraw(Prefix network) {
        return Optional.ofNullable(waiting.remove(network)).map(Fib.ByDelay::programmed);
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
        if (now.isBefore(deadline()) || (moreComes && now.isBefore(due.plus(MAX_WAIT)))) {
            return List.of();
        }
        List<FibChange> taken = waiting.values().stream().map(Fib.ByDelay::change).toList();
        waiting.clear();
        due = Instant.MAX;
        released = now;
        return taken;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.parts("waiting", waiting.values(), PendingWeights::archive,
                one -> waiting.put(one.change().network(), one));
        due = archive.instant("due", due);
        released = archive.instant("released", released);
    }

    private static Fib.ByDelay archive(Archive archive, Optional<Fib.ByDelay> now) {
        FibChange change = archive.optional("change", FibChange.class, now.map(Fib.ByDelay::change)).orElseThrow();
        FibChange programmed = archive
                .optional("programmed", FibChange.class,
                        now.map(one -> new FibChange(change.network(), one.programmed())))
                .orElseThrow();
        return new Fib.ByDelay(change, programmed.nextHops());
    }
}
