package io.ddm.api.admin.events;

/**
 * How large the tables of a router are.
 *
 * @param importedPrefixPaths paths to underlay prefixes that all peers offer
 * @param importedTunnelPaths paths to tunnel endpoints that all peers offer
 * @param originatedPrefixes underlay prefixes that the router originates
 * @param originatedTunnels tunnel endpoints that the router originates
 * @param networks networks that the forwarding plane is to have a route to
 */
public record RouteCounts(long importedPrefixPaths, long importedTunnelPaths, long originatedPrefixes,
        long originatedTunnels, int networks) {}
