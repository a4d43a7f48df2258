package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.replay.PathState;
import io.ddm.fsm.table.Flat;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Offers of one peer by destination, counted. */
public final class Offers {

    /** A bound on the rejected paths that are stored, of all destinations together. */
    static final int MAX_REJECTED = 10_000;

    private final OrderedMap<Destination, Offer> offers = new OrderedMap<>(Destination.ORDER);
    private int destinations;
    private final FamilyCounts counts = new FamilyCounts();
    private int left;
    private @Nullable OfferedTable latest;

    /**
     * Adds a path.
     *
     * @param isAccepted whether it may be used, or is only stored
     * @return whether it is stored now; there is a bound on the paths of a destination and on rejected ones
     */
    public boolean add(PathVector offered, boolean isAccepted) {
        Offer before = get(offered.destination());
        if (isAccepted ? before.isAccepted(offered.path()) : before.isRejected(offered.path())) {
            return true;
        }
        if ((isAccepted ? before.accepted() : before.rejected()).size() >= Offer.MAX_PATHS
                || (!isAccepted && left >= MAX_REJECTED)) {
            return false;
        }
        offers.put(offered.destination(), before.with(offered.path(), isAccepted));
        count(offered.destination(), before, isAccepted, 1);
        return true;
    }

    /** Removes a path, if it is there. */
    void remove(PathVector offered) {
        Destination destination = offered.destination();
        Offer before = get(destination);
        boolean wasAccepted = before.isAccepted(offered.path());
        if (!wasAccepted && !before.isRejected(offered.path())) {
            return;
        }
        Offer after = before.without(offered.path());
        if (after.isEmpty()) {
            offers.remove(destination);
        } else {
            offers.put(destination, after);
        }
        count(destination, after, wasAccepted, -1);
    }

    /** All that is offered for a destination, accepted or rejected. */
    Offer get(Destination destination) {
        return offers.getOrDefault(destination, Offer.NONE);
    }

    /** A live view of the destinations with accepted paths. */
    public Set<Destination> known() {
        return new AbstractSet<>() {
            @Override
            public boolean contains(@Nullable Object destination) {
                Offer offer = offers.get(destination);
                return offer != null && !offer.accepted().isEmpty();
            }

            @Override
            public int size() {
                return destinations;
            }

            @Override
            public Iterator<Destination> iterator() {
                return offers.entrySet()
                        .stream()
                        .filter(e -> !e.getValue().accepted().isEmpty())
                        .map(Map.Entry::getKey)
                        .iterator();
            }
        };
    }

    /** Every destination with a stored path, accepted or rejected, as of now. */
    public Snapshot<Destination, ?> destinations() {
        return offers.snapshot();
    }

    /** The accepted paths, as of now; the same object until they change. */
    OfferedTable accepted() {
        OfferedTable table = latest;
        if (table == null) {
            table = new OfferedTable(offers.snapshot(), counts.copy());
            latest = table;
        }
        return table;
    }

    /** Whether a path was accepted. */
    public boolean hasAccepted(PathVector offered) {
        return get(offered.destination()).isAccepted(offered.path());
    }

    /** How many paths were accepted. */
    public long paths() {
        return counts.total();
    }

    /**
     * @param without the offer without the path that comes or goes
     */
    private void count(Destination destination, Offer without, boolean isAccepted, int change) {
        if (!isAccepted) {
            left += change;
            return;
        }
        latest = null;
        if (without.accepted().isEmpty()) {
            destinations += change;
        }
        counts.add(destination.family(), change);
    }

    /** Every path, as of now; the first number is 1 for an accepted path and 0 for a rejected one. */
    public Iterable<PathState> rows() {
        return Flat.of(offers.snapshot()::entries, entry -> entry.getValue().rows(entry.getKey()));
    }
}
