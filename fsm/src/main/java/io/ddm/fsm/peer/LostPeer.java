package io.ddm.fsm.peer;

import io.ddm.fsm.model.PeerIdentity;
import java.time.Instant;

/**
 * The peer that a link had and has not any more.
 *
 * @param peer who it was
 * @param since when the session ended
 * @param reason why, in a few words
 */
public record LostPeer(PeerIdentity peer, Instant since, String reason) {}
