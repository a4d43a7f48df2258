package io.ddm.api.client;

/** A request to a daemon failed. */
public final class AdminClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kinds of failure. */
    public enum Kind {
        /** The host was not reached: no route, no answer to the attempt to connect, no IPv6. */
        UNREACHABLE,
        /** The name of the host has no address. */
        UNKNOWN_HOST,
        /** The address is link-local and names no interface of this machine. */
        INVALID_ZONE,
        /** The connection was refused: no process listens there. */
        NOT_LISTENING,
        /** The unix socket exists, but no process listens on it. */
        STALE_SOCKET,
        /** There is no unix socket at this path. */
        NO_SOCKET,
        /** The permissions of the unix socket, or of a directory above it, deny access. */
        SOCKET_DENIED,
        /** No reply in time; the daemon may have executed the request. */
        TIMEOUT,
        /** The daemon requires authentication and did not accept ours. */
        UNAUTHORIZED,
        /** The role of the credential does not permit the request. */
        FORBIDDEN,
        /** The TLS handshake failed: one side does not trust the other, or does not use TLS. */
        UNTRUSTED,
        /** The certificate of the daemon is not valid for this name or address. */
        WRONG_NAME,
        /** The daemon rejected the request as invalid; the message is the daemon's. */
        REFUSED,
        /** The daemon cannot execute the request now (HTTP status 503); the message is the daemon's. */
        UNAVAILABLE,
        /** The disk of the daemon is full (HTTP status 507); the message is the daemon's. */
        NO_SPACE,
        /** The daemon failed (any other HTTP status of 500 or more); only its log has the reason. */
        FAILED,
        /** The connection broke before the reply was complete; the daemon may have executed the request. */
        BROKEN,
        /** The daemon ended a stream that has no end. */
        ENDED,
        /** The reply does not come from a daemon. */
        UNEXPECTED
    }

    private final Kind kind;

    AdminClientException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    AdminClientException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }
}
