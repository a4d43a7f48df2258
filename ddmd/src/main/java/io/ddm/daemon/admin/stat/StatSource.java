package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.AddressStat;
import io.ddm.api.admin.stat.Stat;
import io.vertx.core.Future;

/** Where the documents about interfaces, groups, targets and destinations come from. */
@FunctionalInterface
public interface StatSource {

    /** The router as it is now. Called on the admin loop, where the result completes. */
    Future<? extends View> now();

    /** The router at one moment: immutable, read on any thread. */
    interface View {

        /** Interfaces, groups and targets; may walk through the tables. */
        Stat stat();

        /** The destinations, sorted; walks through the tables as it is iterated. */
        Iterable<AddressStat> addresses();
    }
}
