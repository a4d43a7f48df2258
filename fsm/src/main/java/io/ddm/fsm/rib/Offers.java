package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Offers of one peer by destination, counted. */
public final class Offers {

    /** So many paths that were not taken in are remembered. */
    static final int MOST_LEFT = 10_000;

    private final OrderedMap<Destination, Offer> offers = new OrderedMap<>(Destination.ORDER);
    private int destinations;
    private long prefixPaths;
    private long tunnelPaths;
    private int left;
    private @Nullable OfferedTable latest;

    /**
     * Adds a path.
     *
     * @param isTaken whether it is taken in, or only kept in mind
     * @return whether it is there now; there is no room for any number
     */
    public boolean add(PathVector offered, boolean isTaken) {
        Offer before = get(offered.destination());
        if (isTaken ? before.isTaken(offered.path()) : before.isLeft(offered.path())) {
            return true;
        }
        if ((isTaken ? before.taken() : before.left()).size() >= Offer.MOST_PATHS || (!isTaken && left >= MOST_LEFT)) {
            return false;
        }
        offers.put(offered.destination(), before.with(offered.path(), isTaken));
        count(offered.destination(), before, isTaken, 1);
        return true;
    }

    /** Removes a path, if it is there. */
    void remove(PathVector offered) {
        Destination destination = offered.destination();
        Offer before = get(destination);
        boolean wasTaken = before.isTaken(offered.path());
        if (!wasTaken && !before.isLeft(offered.path())) {
            return;
        }
        Offer after = before.without(offered.path());
        if (after.isEmpty()) {
            offers.remove(destination);
        } else {
            offers.put(destination, after);
        }
        count(destination, after, wasTaken, -1);
    }

    /** All that is offered for a destination, taken in or not. */
    Offer get(Destination destination) {
        return offers.getOrDefault(destination, Offer.NONE);
    }

    /** The destinations to which paths were taken in, as they are at any time. */
    public Set<Destination> known() {
        return new AbstractSet<>() {
            @Override
            public boolean contains(@Nullable Object destination) {
                Offer offer = offers.get(destination);
                return offer != null && !offer.taken().isEmpty();
            }

            @Override
            public int size() {
                return destinations;
            }

            @Override
            public Iterator<Destination> iterator() {
                return offers.entrySet()
                        .stream()
                        .filter(e -> !e.getValue().taken().isEmpty())
                        .map(Map.Entry::getKey)
                        .iterator();
            }
        };
    }

    /** Every destination of which anything is kept in mind, as of now. */
    public Snapshot<Destination, ?> destinations() {
        return offers.snapshot();
    }

    /** What was taken in, as of now; the same object until it changes. */
    OfferedTable taken() {
        OfferedTable table = latest;
        if (table == null) {
            table = new OfferedTable(offers.snapshot(), prefixPaths, tunnelPaths);
            latest = table;
        }
        return table;
    }

    /** Whether a path was taken in. */
    public boolean hasTaken(PathVector offered) {
        return get(offered.destination()).isTaken(offered.path());
    }

    /** How many paths were taken in. */
    public long paths() {
        return prefixPaths + tunnelPaths;
    }

    /**
     * @param without the offer without the path that comes or goes
     */
    private void count(Destination destination, Offer without, boolean isTaken, int change) {
        if (!isTaken) {
            left += change;
            return;
        }
        latest = null;
        if (without.taken().isEmpty()) {
            destinations += change;
        }
        if (destination instanceof Prefix) {
            prefixPaths += change;
        } else {
            tunnelPaths += change;
        }
    }
}
