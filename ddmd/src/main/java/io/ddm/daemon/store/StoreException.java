package io.ddm.daemon.store;

/** A change could not be made durable. The message says why, for whoever asked for it. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
