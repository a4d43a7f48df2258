package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.table.OrderedMap;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The destinations to look at next: those that changed, and those of a walk over all of them. Both take turns, and
 * changed ones go round in order, so none keeps the others waiting.
 */
final class DestinationQueue {

    private final OrderedMap<Destination, Boolean> changed = new OrderedMap<>(Destination.ORDER);
    private @Nullable Destination lastChanged;
    private Iterator<Destination> walk = Collections.emptyIterator();
    private boolean isTurnOfWalk;

    /** This destination changed. */
    void add(Destination destination) {
        changed.put(destination, true);
    }

    /** All of these are to be looked at, in place of the rest of an earlier walk. */
    void walk(Iterator<Destination> destinations) {
        walk = destinations;
    }

    /** Only these are to be looked at. */
    void walkOnly(Iterator<Destination> destinations) {
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
}
