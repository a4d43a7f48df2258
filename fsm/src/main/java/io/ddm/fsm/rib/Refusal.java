package io.ddm.fsm.rib;

/** Why something that a peer offers is not taken in. Loops are not among them: they are daily business. */
public enum Refusal {
    /** The path names no router, so it comes from nobody. */
    NO_PATH("no router in the path"),
    /** The path is longer than configured. */
    LONG_PATH("path too long"),
    /** The destination overlaps addresses that no router may attract: everything, loopback, link-local, multicast. */
    RESERVED("reserved address"),
    /** The destination is an address of this very machine. */
    OWN_ADDRESS("our own address"),
    /** The operator's filter denies it. */
    FILTERED("denied by the import filter"),
    /** The peer offers more destinations than configured. */
    TOO_MANY("too many prefixes");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** A few words for operators and metrics. */
    public String words() {
        return words;
    }
}
