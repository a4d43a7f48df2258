package io.ddm.fsm.session;

import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.Budget;

/** Something that a peer sent and that is being imported. */
interface InboundJob {

    /** Goes on; returns whether it is done. */
    boolean work(Budget budget);

    /** It will not be done; a request that waits for it, if any, is answered. */
    default void drop() {}

    /** Hands its progress through. */
    void archive(Archive archive);
}
