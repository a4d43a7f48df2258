package io.ddm.daemon.http;

/** Observes every request and connection that a listener for operators rejects; on any thread. */
public interface RefusalObserver {

    /** Ignores them. */
    RefusalObserver NONE = (listener, cause, source) -> {};

    /**
     * A request or connection was rejected.
     *
     * @param listener which listener, such as {@code admin}
     * @param cause why, one of a fixed set
     * @param source the client's address; {@code unix socket} for one without
     */
    void refused(String listener, String cause, String source);
}
