package io.ddm.daemon.exchange;

import java.io.IOException;

/** A body was refused since those of other neighbors take all memory that there is for them. */
public final class BudgetExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    public BudgetExceededException() {
        super("the memory for bodies of neighbors is used up for now");
    }
}
