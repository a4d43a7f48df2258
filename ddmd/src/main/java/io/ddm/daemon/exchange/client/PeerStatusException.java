package io.ddm.daemon.exchange.client;

/** A peer answered a request with an error status. */
final class PeerStatusException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String challenge;

    /**
     * @param status the status of the reply
     * @param why its reason phrase and the start of its body
     * @param challenge the challenge of the reply, or empty
     */
    PeerStatusException(int status, String why, String challenge) {
        super(status + " " + why);
        this.status = status;
        this.challenge = challenge;
    }

    /** The challenge that a proof for this peer must contain; empty if it sent none. */
    String challenge() {
        return challenge;
    }

    /** Whether the peer requires a key that we do not have. */
    boolean isAboutProof() {
        return status == 401 && challenge.isEmpty();
    }

    /** Whether a smaller body might be accepted: the reference answers 400 to a body that is too large, others 413. */
    boolean isAboutBody() {
        return status == 400 || status == 413;
    }
}
