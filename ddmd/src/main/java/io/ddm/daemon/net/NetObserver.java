package io.ddm.daemon.net;

/** Receives what happens on links and is no event of the router, for metrics. Called on any thread. */
public interface NetObserver {

    /** Ignores everything. */
    NetObserver NONE = new NetObserver() {
    };

    /** A discovery packet was dropped before it became an event. */
    default void packetDropped(String interfaceName, String cause) {}

    /** A discovery packet could not be sent. */
    default void sendFailed(String interfaceName) {}

    /** An exchange request was answered with an error, or its connection closed. */
    default void requestRefused(String interfaceName, String cause) {}

    /** A reply of the peer was not read to its end. */
    default void replyRefused(String interfaceName, String cause) {}

    /** Entries of an update or table from the peer were skipped, because their values are invalid. */
    default void entriesSkipped(String interfaceName, int count) {}
}
