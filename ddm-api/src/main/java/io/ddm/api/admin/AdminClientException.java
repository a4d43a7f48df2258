package io.ddm.api.admin;

/** A call of the admin API that did not succeed. */
public final class AdminClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is; each wants something else done. */
    public enum Kind {
        /** Nobody answers there: refused, no route, no such host. */
        UNREACHABLE,
        /** Somebody is there and did not answer in time. */
        TIMEOUT,
        /** The daemon answered that it will not; the message is the daemon's. */
        REFUSED,
        /** The answer is not one of this API. */
        UNEXPECTED
    }

    private final Kind kind;

    AdminClientException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    AdminClientException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }
}
