package io.ddm.daemon.net;

/** A peer answered a request of ours with a status that means no. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status the status of the answer
     * @param why its reason phrase and the begin of its body
     */
    RefusedException(int status, String why) {
        super(status + " " + why);
        this.status = status;
    }

    /** Whether another body might be taken: the reference answers 400 to one that is too large, others 413. */
    boolean isForTheBody() {
        return status == 400 || status == 413;
    }
}
