package io.ddm.interop.chaos;

/** The lab is not as it must be; the message is the difference. */
final class FailureException extends Exception {

    private static final long serialVersionUID = 1L;

    FailureException(String message) {
        super(message);
    }
}
