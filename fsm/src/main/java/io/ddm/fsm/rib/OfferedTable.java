package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.table.Snapshot;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What a peer offered at one moment, sorted; costs little until it is iterated, on any thread. */
public final class OfferedTable extends AbstractCollection<PathVector> {

    private final Snapshot<Destination, Offer> offers;
    private final FamilyCounts counts;

    OfferedTable(Snapshot<Destination, Offer> offers, FamilyCounts counts) {
        this.offers = offers;
        this.counts = counts;
    }

    /** How many paths there are of each family. */
    public FamilyCounts counts() {
        return counts;
    }

    @Override
    public int size() {
        return Math.toIntExact(counts.total());
    }

    @Override
    public Iterator<PathVector> iterator() {
        Iterator<Map.Entry<Destination, Offer>> entries = offers.entries();
        return new Iterator<>() {
            private @Nullable Destination destination;
            private Iterator<RouterPath> paths = List.<RouterPath>of().iterator();

            @Override
            public boolean hasNext() {
                while (!paths.hasNext() && entries.hasNext()) {
                    Map.Entry<Destination, Offer> next = entries.next();
                    destination = next.getKey();
                    paths = next.getValue().accepted().iterator();
                }
                return paths.hasNext();
            }

            @Override
            public PathVector next() {
                if (!hasNext() || destination == null) {
                    throw new NoSuchElementException();
                }
                return new PathVector(destination, paths.next());
            }
        };
    }
}
