package io.ddm.api.json;

/**
 * A body is not the expected JSON. The message names field, line and column, and can be sent to the client with status
 * 400: {@code unable to parse JSON body: [0].vni: missing field `vni` at line 1 column 36}.
 */
public final class BadJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String WHAT_FAILED = "unable to parse JSON body: ";

    private final String inLine;

    /**
     * @param path the field, empty for the whole body
     * @param problem what is wrong
     * @param offset offset of the error, in bytes
     */
    BadJsonException(String path, String problem, byte[] body, int offset) {
        super(WHAT_FAILED + (path.isEmpty() ? "" : path + ": ") + problem + " at " + place(body, offset));
        this.inLine = (path.isEmpty() ? "" : path + ": ") + problem + " at column " + offset;
    }

    /** The same of a body that is one line of several: what is wrong, and the column. */
    public String inLine() {
        return inLine;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Lines count from 1; the column is the number of bytes before the error in its line. */
    private static String place(byte[] body, int offset) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            if (body[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return "line " + line + " column " + (offset - start);
    }
}
