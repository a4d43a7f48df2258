package io.ddm.daemon.net;

/**
 * What the neighbors on one link may cost us.
 *
 * @param maxBodyBytes the largest push that the peer may send; we say it in our extensions. Anybody else on the link
 *     may send {@link #STRANGERS_BODY_BYTES}. Too small: many requests for a large table; too large: memory, this much
 *     for each connection
 * @param packetsPerSecond discovery packets. Too small: a neighbor that starts is heard late; too large: processor time
 * @param requestsPerSecond exchange requests of the peer; others on the link have at most
 *     {@link #OTHERS_REQUESTS_PER_SECOND}. A reference peer sends one for each kilobyte of a change
 * @param connections exchange connections of the peer that are open at a time, and as many of all others on the link
 *     together. A peer needs two, a reference peer one a request
 */
public record NetLimits(int maxBodyBytes, int packetsPerSecond, int requestsPerSecond, int connections) {

    /** Far more than a well-behaved neighbor needs. */
    public static final NetLimits DEFAULT = new NetLimits(10 * 1024 * 1024, 200, 2000, 16);

    /** What every reference peer sends, in bytes: a limit below it would shut the reference out. */
    public static final int SMALLEST_BODY_BYTES = 1024;

    /** The largest body from somebody on the link who is not the peer, in bytes: some three hundred prefixes. */
    public static final int STRANGERS_BODY_BYTES = 64 * 1024;

    /** Exchange requests of all others on the link together: pulls and pushes of peers to be. */
    public static final int OTHERS_REQUESTS_PER_SECOND = 200;

    /**
     * @throws IllegalArgumentException if a limit is not positive, or the body's below {@link #SMALLEST_BODY_BYTES}
     */
    public NetLimits {
        if (maxBodyBytes < SMALLEST_BODY_BYTES || packetsPerSecond < 1 || requestsPerSecond < 1 || connections < 1) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }
}
