package io.ddm.daemon.store;

/** A change could not be made durable. The message says why, for the client. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    StoreException(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    /** Whether the disk is full, so that the same change may succeed later. */
    public boolean isFull() {
        return full;
    }
}
