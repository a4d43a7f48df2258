package io.ddm.api.admin;

/**
 * The twelve figures of one interface, under the reference's names. Ten count since the daemon started and only grow; the
 * last but one pair, {@code importedUnderlayPrefixes} and {@code importedTunnelEndpoints}, says how much the peer offers
 * at the moment of asking, and is 0 without a peer.
 *
 * @param solicitationsSent solicitations that were multicast
 * @param solicitationsReceived well-formed solicitations that arrived, from whomever
 * @param advertisementsSent advertisements that were sent
 * @param advertisementsReceived well-formed advertisements that arrived, from whomever
 * @param peerExpirations sessions that ended, whatever the cause
 * @param peerAddressChanges sessions that followed at once on one with another address of the peer; such a change is an
 *            expiration and an establishment too
 * @param peerEstablished sessions that began
 * @param updatesSent updates that were sent, counted before the attempt and however it ends
 * @param updatesReceived updates that arrived in good form
 * @param importedUnderlayPrefixes path vectors to prefixes that the peer offers now
 * @param importedTunnelEndpoints path vectors to tunnel origins that the peer offers now
 * @param updateSendFail updates that the peer did not acknowledge in full
 */
public record InterfaceStats(long solicitationsSent, long solicitationsReceived, long advertisementsSent,
        long advertisementsReceived, long peerExpirations, long peerAddressChanges, long peerEstablished,
        long updatesSent, long updatesReceived, long importedUnderlayPrefixes, long importedTunnelEndpoints,
        long updateSendFail) {}
