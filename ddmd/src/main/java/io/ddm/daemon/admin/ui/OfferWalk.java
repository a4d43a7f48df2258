package io.ddm.daemon.admin.ui;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.rib.OfferedTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** What all peers offer, destination by destination in order, up to a bound on the paths. */
final class OfferWalk {

    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(
            Comparator.comparing((Cursor cursor) -> cursor.next.destination(), Destination.ORDER));
    private final int maxPaths;
    private int paths;

    private static final class Cursor {
        private final Iterator<PathVector> rest;
        private PathVector next;

        Cursor(Iterator<PathVector> offers) {
            rest = offers;
            next = offers.next();
        }
    }

    /**
     * @param maxPaths no destination is visited after so many paths
     */
    OfferWalk(Map<NextHop, OfferedTable> imported, int maxPaths) {
        this.maxPaths = maxPaths;
        for (OfferedTable offered : imported.values()) {
            Iterator<PathVector> offers = offered.iterator();
            if (offers.hasNext()) {
                cursors.add(new Cursor(offers));
            }
        }
    }

    /** Whether there is another destination. */
    boolean hasNext() {
        return !cursors.isEmpty() && paths < maxPaths;
    }

    /** Whether the bound has ended the walk. */
    boolean isCut() {
        return !cursors.isEmpty() && paths >= maxPaths;
    }

    /** The next destination with all its paths; never empty. */
    List<PathVector> next() {
        List<PathVector> found = new ArrayList<>();
        Destination destination = cursors.element().next.destination();
        while (!cursors.isEmpty() && cursors.element().next.destination().equals(destination)) {
            Cursor cursor = cursors.remove();
            found.add(cursor.next);
            if (cursor.rest.hasNext()) {
                cursor.next = cursor.rest.next();
                cursors.add(cursor);
            }
        }
        paths += found.size();
        return found;
    }
}
