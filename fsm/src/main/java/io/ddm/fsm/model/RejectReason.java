package io.ddm.fsm.model;

/** Why an offer of a peer is not imported. Loops are not among the reasons: they are part of normal operation. */
public enum RejectReason {
    /** The path names no router, so it has no sender. */
    NO_PATH("no router in the path"),
    /** The path is longer than configured. */
    LONG_PATH("path too long"),
    /** The destination overlaps addresses that no router may attract: everything, loopback, link-local, multicast. */
    RESERVED("reserved address"),
    /** The prefix is shorter than the minimum of {@code ReservedPrefixes}: it covers more than a rack's underlay. */
    TOO_SHORT("prefix too short"),
    /** The unspecified address. */
    UNSPECIFIED("unspecified address"),
    /** IPv4-mapped addresses never appear on a link. */
    IPV4_MAPPED("IPv4-mapped addresses"),
    /** IPv4-compatible addresses are deprecated (RFC 4291). */
    IPV4_COMPATIBLE("IPv4-compatible addresses"),
    /** Packets to the discard prefix (RFC 6666) are to be dropped. */
    DISCARD("discard-only prefix"),
    /** ORCHIDs (RFC 4843, RFC 7343) are identifiers, not addresses. */
    ORCHID("identifiers that are not routable"),
    /** The prefix is more specific than one that this router originates, and that is no aggregate. */
    OWN_PREFIX("inside a prefix that this router originates"),
    /** The prefix lies within a subnet of one of this machine's addresses. */
    CONNECTED("inside a subnet that this machine is connected to"),
    /** The destination is an address of this very machine. */
    OWN_ADDRESS("our own address"),
    /** The operator's filter denies it. */
    FILTERED("denied by the import filter"),
    /** The peer offers more destinations than configured. */
    TOO_MANY("too many prefixes"),
    /** The peers together offer more paths than configured, and this one more than its part. */
    TOO_MANY_PATHS("too many paths for the memory of this router");

    private final String text;

    RejectReason(String text) {
        this.text = text;
    }

    /** Whether there may be room for the same later, though the peer says nothing new. */
    public boolean isForWantOfRoom() {
        return this == TOO_MANY || this == TOO_MANY_PATHS;
    }

    /** A few words for operators and metrics. */
    public String words() {
        return text;
    }
}
