package io.ddm.daemon.exchange.client;

/** A peer answered a request of ours with a status that means no. */
final class PeerStatusException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String challenge;

    /**
     * @param status the status of the answer
     * @param why its reason phrase and the begin of its body
     * @param challenge what the answer wants to be repeated, or empty
     */
    PeerStatusException(int status, String why, String challenge) {
        super(status + " " + why);
        this.status = status;
        this.challenge = challenge;
    }

    /** What a proof for this peer must repeat; empty if it did not say. */
    String challenge() {
        return challenge;
    }

    /** Whether the peer wants a key that we do not have. */
    boolean isForTheProof() {
        return status == 401 && challenge.isEmpty();
    }

    /** Whether another body might be taken: the reference answers 400 to one that is too large, others 413. */
    boolean isForTheBody() {
        return status == 400 || status == 413;
    }
}
