package io.ddm.daemon.net;

/** What happens on links without the router hearing of it; for metrics. Called on any thread. */
public interface NetObserver {

    /** A discovery packet was dropped before it became an event. */
    void packetDropped(String interfaceName, String cause);

    /** A discovery packet could not be sent. */
    void sendFailed(String interfaceName);

    /** An exchange request was answered with an error, or its connection closed. */
    void requestRefused(String interfaceName, String cause);

    /** An answer of the peer was not read to its end. */
    void replyRefused(String interfaceName, String cause);

    /** Entries of an update or table from the peer were skipped, since their values are impossible. */
    void entriesSkipped(String interfaceName, int count);
}
