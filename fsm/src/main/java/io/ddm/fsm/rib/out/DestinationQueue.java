package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Walk;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The destinations to look at next: those that changed, and those of a walk over all of them. Both take turns, and
 * changed ones go round in order, so none keeps the others waiting.
 */
final class DestinationQueue {

    private final OrderedMap<Destination, Boolean> changed = new OrderedMap<>(Destination.ORDER);
    private @Nullable Destination lastChanged;
    private Walk<Destination> walk = Walk.over(Destination.ORDER);
    private boolean isTurnOfWalk;

    /** This destination changed. */
    void add(Destination destination) {
        changed.put(destination, true);
    }

    /** All of these are to be looked at, in place of the rest of an earlier walk. */
    void walk(Walk<Destination> destinations) {
        walk = destinations;
    }

    /** Only these are to be looked at. */
    void walkOnly(Walk<Destination> destinations) {
        changed.clear();
        walk = destinations;
    }

    boolean hasNext() {
        return !changed.isEmpty() || walk.hasNext();
    }

    Destination next() {
        isTurnOfWalk = !isTurnOfWalk;
        if (walk.hasNext() && (isTurnOfWalk || changed.isEmpty())) {
            Destination next = walk.next();
            changed.remove(next);
            return next;
        }
        Destination next = changed.keyAfter(lastChanged);
        if (next == null) {
            next = changed.keyAfter(null);
        }
        if (next == null) {
            throw new IllegalStateException("no destination is left");
        }
        lastChanged = next;
        changed.remove(next);
        return next;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("changed", Destination.class, changed.snapshot(), this::add);
        lastChanged = archive.optional("lastChanged", Destination.class, Optional.ofNullable(lastChanged))
                .orElse(null);
        walk = walk.archive("walk", archive, Destination.class);
        isTurnOfWalk = archive.flag("isTurnOfWalk", isTurnOfWalk);
    }
}
