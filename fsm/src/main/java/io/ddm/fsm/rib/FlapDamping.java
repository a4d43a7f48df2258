package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.table.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Keeps a destination that flaps from being announced to other peers each time. One that changes more than
 * {@value #MAX_CHANGES} times within 10 s is damped: new paths to it are announced at most once per pause, which grows
 * from 1 s to 16 s. Withdrawals are never held back, so no peer forwards into a path that is gone, and our own forwarding
 * follows every change. A pause without a change ends the damping.
 *
 * <p>A healthy network does not get there: each lost session is two changes, and new sessions are limited to one per
 * second and link.
 */
public final class FlapDamping {

    /** Changes of one destination within a window that are passed on undamped. */
    public static final int MAX_CHANGES = 40;

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

    /** Destinations counted or damped at a time, at about 100 bytes each. Changes of any beyond are passed on. */
    static final int MAX_TRACKED = 65_536;

    /** A destination that flaps. It is open from the end of a pause to the next change. */
    private static final class Hold {
        private final Destination destination;
        private Instant until;
        private Duration pause = FIRST_PAUSE;
        private boolean closed = true;

        Hold(Destination destination, Instant now) {
            this.destination = destination;
            this.until = now.plus(pause);
        }
    }

    /**
     * What is damped at one moment.
     *
     * @param count destinations
     * @param example the first of them
     */
    public record Report(int count, Optional<Destination> example) {}

    private final Map<Destination, Integer> changes = new TreeMap<>(Destination.ORDER);
    private final TreeMap<Destination, Hold> holds = new TreeMap<>(Destination.ORDER);
    private final PriorityQueue<Hold> byEnd = new PriorityQueue<>(
            (a, b) -> a.until.equals(b.until)
                    ? Destination.ORDER.compare(a.destination, b.destination)
                    : a.until.compareTo(b.until));
    private Instant windowEnds = Instant.MIN;

    /** A destination is now reached in another way. */
    public void changed(Destination destination, Instant now) {
        Hold hold = holds.get(destination);
        if (hold != null) {
            hold.closed = true;
            return;
        }
        if (!now.isBefore(windowEnds)) {
            changes.clear();
            windowEnds = now.plus(WINDOW);
        }
        int count = changes.getOrDefault(destination, 0) + 1;
        if (count > MAX_CHANGES && holds.size() < MAX_TRACKED) {
            Hold begun = new Hold(destination, now);
            holds.put(destination, begun);
            byEnd.add(begun);
            changes.remove(destination);
        } else if (count > 1 || changes.size() < MAX_TRACKED) {
            changes.put(destination, count);
        }
    }

    /** Whether new paths to a destination are not to be announced now. */
    public boolean holds(Destination destination) {
        Hold hold = holds.get(destination);
        return hold != null && hold.closed;
    }

    /**
     * Ends pauses that are over, oldest first, as far as the budget goes; those that are left end in later calls.
     *
     * @return the destinations that may be announced again
     */
    public List<Destination> release(Instant now, Budget budget) {
        List<Destination> released = new ArrayList<>();
        for (Hold first = byEnd.peek(); first != null && !now.isBefore(first.until)
                && budget.isLeft(); first = byEnd.peek()) {
            budget.spend(1);
            byEnd.remove();
            if (first.closed) {
                released.add(first.destination);
                first.closed = false;
                Duration longer = first.pause.multipliedBy(2);
                first.pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
                first.until = now.plus(first.pause);
                byEnd.add(first);
            } else {
                holds.remove(first.destination);
            }
        }
        return released;
    }

    /** When {@link #release} is to be called; {@link Instant#MAX} for never. */
    public Instant deadline() {
        Hold first = byEnd.peek();
        return first == null ? Instant.MAX : first.until;
    }

    /** For operators. */
    public Report report() {
        return new Report(holds.size(), holds.isEmpty() ? Optional.empty() : Optional.of(holds.firstKey()));
    }
}
