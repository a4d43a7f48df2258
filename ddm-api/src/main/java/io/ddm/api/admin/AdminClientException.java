package io.ddm.api.admin;

/** A request to a daemon that did not succeed. */
public final class AdminClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What became of the request. */
    public enum Kind {
        /** Nobody was reached: refused, no route, unknown name. */
        UNREACHABLE,
        /** No answer in time; the daemon may have done what was asked. */
        TIMEOUT,
        /** The daemon requires authentication and did not accept ours. */
        UNAUTHORIZED,
        /** The daemon knows who asks, and that they may not. */
        FORBIDDEN,
        /** No TLS connection came about: one side does not believe the other, or does not speak TLS. */
        UNTRUSTED,
        /** The daemon said no for another reason; the message is its own. */
        REFUSED,
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
