package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.rib.AdjRibIn;
import java.util.Iterator;

/**
 * A session that is over and whose routes are removed, a slice at a time.
 *
 * @param table what its peer offered
 * @param rest the destinations that are left
 */
record Departure(AdjRibIn table, Iterator<Destination> rest) {

    static Departure of(AdjRibIn table) {
        return new Departure(table, table.destinations().iterator());
    }
}
