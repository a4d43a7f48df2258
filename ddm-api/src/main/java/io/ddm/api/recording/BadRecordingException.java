package io.ddm.api.recording;

/** A file that is no recording; the message names the line, and the field where there is one. */
public final class BadRecordingException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param line the line's number, from one
     * @param problem what is wrong with it
     */
    BadRecordingException(long line, String problem) {
        super("line " + line + ": " + problem);
    }
}
