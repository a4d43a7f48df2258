package io.ddm.api.client;

/** A request to a daemon that did not succeed. */
public final class AdminClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What became of the request. */
    public enum Kind {
        /** The host was not reached: no route, no answer to the attempt to connect, no IPv6. */
        UNREACHABLE,
        /** The name of the host has no address. */
        UNKNOWN_HOST,
        /** The address is link-local and names no interface of this machine. */
        INVALID_ZONE,
        /** The connection was refused: no process listens there. */
        NOT_LISTENING,
        /** The unix socket is there, but no process listens on it. */
        STALE_SOCKET,
        /** There is no unix socket of this path. */
        NO_SOCKET,
        /** The permissions of the unix socket, or of a directory above it, deny access. */
        SOCKET_DENIED,
        /** No answer in time; the daemon may have done what was asked. */
        TIMEOUT,
        /** The daemon requires authentication and did not accept ours. */
        UNAUTHORIZED,
        /** The daemon knows who asks, and that they may not. */
        FORBIDDEN,
        /** No TLS connection came about: one side does not believe the other, or does not speak TLS. */
        UNTRUSTED,
        /** The certificate of the daemon is for other names and addresses. */
        WRONG_NAME,
        /** The daemon rejected the request, which must change to succeed; the message is its own. */
        REFUSED,
        /** The daemon cannot do it now (HTTP status 503); the message is its own. */
        UNAVAILABLE,
        /** The daemon has no space left to store it (HTTP status 507); the message is its own. */
        NO_SPACE,
        /** The daemon failed (any other HTTP status of 500 or more); only its log has the reason. */
        FAILED,
        /** The connection broke before the whole answer was there; the daemon may have done what was asked. */
        BROKEN,
        /** Something answered, but not as a daemon does. */
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

    /** What became of the request. */
    public Kind kind() {
        return kind;
    }
}
