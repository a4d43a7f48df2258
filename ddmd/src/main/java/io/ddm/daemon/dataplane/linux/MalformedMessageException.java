package io.ddm.daemon.dataplane.linux;

/** Bytes that are no netlink message: the only thing that reading bytes can throw. */
final class MalformedMessageException extends NetlinkException {

    private static final long serialVersionUID = 1;

    MalformedMessageException(String message) {
        super("malformed netlink message: " + message);
    }
}
