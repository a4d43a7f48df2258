package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Walk;

/**
 * Destinations of which nothing but the delay of a path has changed. They wait, and are released all together, so that
 * a peer is sent each at most once in the time between two releases.
 */
final class DelayUpdates {

    private OrderedMap<Destination, Boolean> waiting = new OrderedMap<>(Destination.ORDER);
    private Walk<Destination> released = Walk.over(Destination.ORDER);

    /** The delay of a path to this destination has changed. */
    void add(Destination destination) {
        waiting.put(destination, true);
    }

    /** Whether {@link #release} would have something to do; not before all that was released is taken. */
    boolean canRelease() {
        return !waiting.isEmpty() && !released.hasNext();
    }

    /** All that wait may be sent now. */
    void release() {
        released = new Walk<>(Destination.ORDER, waiting.snapshot());
        waiting = new OrderedMap<>(Destination.ORDER);
    }

    /** Nothing is sent any more. */
    void clear() {
        released = Walk.over(Destination.ORDER);
        waiting.clear();
    }

    boolean hasNext() {
        return released.hasNext();
    }

    Destination next() {
        return released.next();
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("waiting", Destination.class, waiting.snapshot(), this::add);
        released = released.archive("released", archive, Destination.class);
    }
}
