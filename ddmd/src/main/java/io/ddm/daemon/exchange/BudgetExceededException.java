package io.ddm.daemon.exchange;

import java.io.IOException;

/** The memory for bodies of neighbors is exhausted. */
public final class BudgetExceededException extends IOException {

    private static final long serialVersionUID = 1L;

    /** An exception with the only message. */
    public BudgetExceededException() {
        super("the memory for bodies of neighbors is exhausted");
    }
}
