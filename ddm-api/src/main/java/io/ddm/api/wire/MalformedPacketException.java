package io.ddm.api.wire;

/** A datagram on the discovery port that is no discovery packet of ours. It is counted by cause and dropped. */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it; a label for counters. */
    public enum Reason {
        /** No byte at all. */
        EMPTY,
        /** Shorter than its header, or than the id that the header promises. */
        TRUNCATED,
        /** A version that we do not speak; what follows may have another layout. */
        UNSUPPORTED_VERSION,
        /** Neither a solicitation nor an advertisement. */
        NO_FLAGS,
        /** Neither server nor transit. */
        UNKNOWN_KIND,
        /** The id is empty or not UTF-8. */
        BAD_ID
    }

    private final Reason reason;

    MalformedPacketException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /** What is wrong, for counting; the message says it in words. */
    public Reason reason() {
        return reason;
    }
}
