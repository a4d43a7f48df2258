package io.ddm.fsm.model;

import java.util.List;

/**
 * What a peer said that it can do beyond the reference, in the {@code ddm-extensions} header of its first pull or of
 * its reply to ours.
 *
 * @param maxBodyBytes the largest exchange body it takes, in bytes
 * @param features the names of what it can do, sorted; names that we do not know mean nothing to us
 * @param instance changes each time the peer's process starts, so a restart within the expire threshold is seen;
 *     empty for the reference
 */
public record PeerCapabilities(int maxBodyBytes, List<String> features, String instance) {

    /** The body limit of the reference's exchange server, in bytes. */
    public static final int REFERENCE_BODY_BYTES = 1024;

    /** Tunnel origins carry a {@code path}, which makes loops of them detectable. */
    public static final String TUNNEL_PATH = "tunnel-path";

    /** Paths of underlay prefixes carry a {@code delay_us}. */
    public static final String PATH_DELAY = "path-delay";

    /** A peer that said nothing: the reference, with its limits. */
    public static final PeerCapabilities NONE = new PeerCapabilities(REFERENCE_BODY_BYTES, List.of(), "");

    public PeerCapabilities {
        features = features.stream().sorted().distinct().toList();
    }

    /** A peer that can do nothing but {@link #TUNNEL_PATH}, if that. */
    public PeerCapabilities(int maxBodyBytes, boolean tunnelPaths, String instance) {
        this(maxBodyBytes, tunnelPaths ? List.of(TUNNEL_PATH) : List.of(), instance);
    }

    /** All that a router of ours can do. */
    public static PeerCapabilities ours(int maxBodyBytes, String instance) {
        return new PeerCapabilities(maxBodyBytes, List.of(TUNNEL_PATH, PATH_DELAY), instance);
    }

    /** Whether the peer reads and writes delays of paths. */
    public boolean pathDelays() {
        return features.contains(PATH_DELAY);
    }

    /** Whether the peer reads and writes paths of tunnel origins. */
    public boolean tunnelPaths() {
        return features.contains(TUNNEL_PATH);
    }
}
