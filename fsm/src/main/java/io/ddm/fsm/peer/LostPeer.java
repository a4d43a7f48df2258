package io.ddm.fsm.peer;

import io.ddm.fsm.model.PeerIdentity;
import java.time.Instant;

/**
 * The last peer of a link that has none now.
 *
 * @param peer who it was
 * @param since when the session ended
 * @param reason why, for operators
 */
public record LostPeer(PeerIdentity peer, Instant since, String reason) {}
