package io.ddm.daemon.linux;

/** Bytes that are not a netlink message: the only exception that reading bytes can throw. */
public final class MalformedMessageException extends NetlinkException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what is wrong with the bytes
     */
    public MalformedMessageException(String message) {
        super("malformed netlink message: " + message);
    }
}
