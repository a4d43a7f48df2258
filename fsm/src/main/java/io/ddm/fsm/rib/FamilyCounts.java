package io.ddm.fsm.rib;

import io.ddm.fsm.model.RouteFamily;
import java.util.Arrays;

/** How many entries there are of each family. Copies given to readers never change. */
public final class FamilyCounts {

    private long[] byRank = new long[RouteFamily.standard().size()];
    private long total;

    /** How many entries there are of this family. */
    public long of(RouteFamily family) {
        return family.rank() < byRank.length ? byRank[family.rank()] : 0;
    }

    /** How many entries there are of all families. */
    public long total() {
        return total;
    }

    void add(RouteFamily family, int change) {
        if (family.rank() >= byRank.length) {
            byRank = Arrays.copyOf(byRank, family.rank() + 1);
        }
        byRank[family.rank()] += change;
        total += change;
    }

    FamilyCounts copy() {
        FamilyCounts copy = new FamilyCounts();
        copy.byRank = byRank.clone();
        copy.total = total;
        return copy;
    }
}
