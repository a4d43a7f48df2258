package io.ddm.daemon.dataplane;

import java.io.IOException;

/** A forwarding plane changed while it was read, so no complete state is available now. */
public final class IncompleteDumpException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what happened
     * @param cause the same as the implementation knows it
     */
    public IncompleteDumpException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message what happened
     */
    public IncompleteDumpException(String message) {
        super(message);
    }
}
