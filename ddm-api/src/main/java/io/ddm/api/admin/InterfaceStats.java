package io.ddm.api.admin;

/**
 * The twelve figures of one interface, with the reference's names and order. Ten are counters since the start of the
 * daemon. {@code importedUnderlayPrefixes} and {@code importedTunnelEndpoints} are gauges of what the peer advertises;
 * without a peer they are 0.
 *
 * @param solicitationsSent solicitations that were multicast
 * @param solicitationsReceived well-formed solicitations that arrived, from any sender
 * @param advertisementsSent advertisements that were sent
 * @param advertisementsReceived well-formed advertisements that arrived, from any sender
 * @param peerExpirations sessions that ended
 * @param peerAddressChanges sessions that immediately followed one with another address of the peer; such a change also
 *            counts as an expiration and an establishment
 * @param peerEstablished sessions that began
 * @param updatesSent updates that were sent, acknowledged or not
 * @param updatesReceived well-formed updates that arrived
 * @param importedUnderlayPrefixes path vectors to prefixes that the peer advertises now
 * @param importedTunnelEndpoints path vectors to tunnel origins that the peer advertises now
 * @param updateSendFail updates that the peer did not acknowledge in full
 */
public record InterfaceStats(long solicitationsSent, long solicitationsReceived, long advertisementsSent,
        long advertisementsReceived, long peerExpirations, long peerAddressChanges, long peerEstablished,
        long updatesSent, long updatesReceived, long importedUnderlayPrefixes, long importedTunnelEndpoints,
        long updateSendFail) {}
