package io.ddm.daemon.net;

/**
 * Limits on what the neighbors of one link may cost this router.
 *
 * @param maxBodyBytes the largest push of the peer, which our extensions announce. Other senders on the link may send
 *     {@link #NON_PEER_BODY_BYTES}. Too small: many requests for a large table; too large: this much memory for each
 *     connection
 * @param packetsPerSecond discovery packets. Too small: new neighbors are discovered late; too large: processor time
 * @param requestsPerSecond exchange requests of the peer; all other senders on the link together have at most
 *     {@link #NON_PEER_REQUESTS_PER_SECOND}. A reference peer sends one for each kilobyte of a change
 * @param connections open exchange connections of the peer, and as many of all other senders on the link together. A
 *     peer needs two, a reference peer one for each request
 */
public record NetLimits(int maxBodyBytes, int packetsPerSecond, int requestsPerSecond, int connections) {

    /** Several times what a well-behaved neighbor needs. */
    public static final NetLimits DEFAULT = new NetLimits(10 * 1024 * 1024, 200, 2000, 16);

    /** Reference peers send bodies of this size, so a lower limit would exclude them. */
    public static final int MIN_BODY_BYTES = 1024;

    /** The largest body of a sender on the link that is not the peer: some three hundred prefixes. */
    public static final int NON_PEER_BODY_BYTES = 64 * 1024;

    /** Exchange requests of all other senders on the link together: pulls and pushes of future peers. */
    public static final int NON_PEER_REQUESTS_PER_SECOND = 200;

    /**
     * @throws IllegalArgumentException if a limit is not positive, or that of bodies is below {@link #MIN_BODY_BYTES}
     */
    public NetLimits {
        if (maxBodyBytes < MIN_BODY_BYTES || packetsPerSecond < 1 || requestsPerSecond < 1 || connections < 1) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }
}
