package io.ddm.daemon.net;

import java.io.IOException;

/** A body was refused since those of other neighbors take all memory that there is for them. */
final class BudgetExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    BudgetExceededException() {
        super("the memory for bodies of neighbors is used up for now");
    }
}
