package io.ddm.daemon.link;

/**
 * Why an interface that exists cannot be used.
 *
 * @param kind what is wrong
 * @param reason the same in a few words, with the address if it is about one
 */
public record LinkDefect(Kind kind, String reason) {

    /** What can be wrong with an interface. */
    public enum Kind {
        /** It is administratively down. */
        DOWN,
        /** It is up and has no carrier. */
        NO_CARRIER,
        /** It has no link-local address. */
        NO_ADDRESS,
        /** Duplicate address detection has not finished for its link-local address. */
        TENTATIVE_ADDRESS,
        /** Another node on the link uses its link-local address. */
        DUPLICATE_ADDRESS
    }
}
