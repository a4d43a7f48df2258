package io.ddm.daemon.admin.events;

/** There is nothing to stream; the message is for the client. */
public final class StreamRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StreamRefusedException(String message) {
        super(message);
    }
}
