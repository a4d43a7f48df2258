package io.ddm.fsm.model;

/**
 * What a peer said that it can do beyond the reference, in the {@code ddm-extensions} header of its first pull or of
 * its reply to ours.
 *
 * @param maxBodyBytes the largest exchange body it takes, in bytes
 * @param tunnelPaths whether tunnel origins carry a {@code path}, which makes loops of them detectable
 * @param instance changes each time the peer's process starts, so a restart within the expire threshold is seen;
 *     empty for the reference
 */
public record PeerCapabilities(int maxBodyBytes, boolean tunnelPaths, String instance) {

    /** The body limit of the reference's exchange server, in bytes. */
    public static final int REFERENCE_BODY_BYTES = 1024;

    /** A peer that said nothing: the reference, with its limits. */
    public static final PeerCapabilities NONE = new PeerCapabilities(REFERENCE_BODY_BYTES, false, "");
}
