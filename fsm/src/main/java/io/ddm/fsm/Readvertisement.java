package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.policy.PrefixFilter;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.table.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A walk over everything that may be advertised, a slice at a time, after the export filter has changed. */
final class Readvertisement {

    private final Rib rib;
    private final Supplier<PrefixFilter> exports;
    private boolean running;
    private @Nullable Destination last;

    /**
     * @param exports the filter that applies at the moment
     */
    Readvertisement(Rib rib, Supplier<PrefixFilter> exports) {
        this.rib = rib;
        this.exports = exports;
    }

    /** The filter was this and may be another now; a walk that is under way begins again. */
    void policyChanged(PrefixFilter before) {
        if (!exports.get().equals(before)) {
            running = true;
            last = null;
        }
    }

    boolean canWork() {
        return running;
    }

    /** Goes on; returns the destinations that may have to be advertised or withdrawn. */
    List<Destination> work(Budget budget) {
        List<Destination> touched = new ArrayList<>();
        while (budget.isLeft() && running) {
            Destination next = rib.nextDestination(last);
            budget.spend(1);
            if (next == null) {
                running = false;
            } else {
                touched.add(next);
            }
            last = next;
        }
        return touched;
    }

    /** Hands its state through. */
    void archive(Archive archive) {
        running = archive.flag("running", running);
        last = archive.optional("last", Destination.class, Optional.ofNullable(last)).orElse(null);
    }
}
