package io.ddm.fsm.session;

import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.rib.out.AdjRibOut;

/**
 * What outlives a session, and nothing else of it does: what the peer may still hold from us. The peer may not have
 * noticed that the session ended; what we no longer offer has to be withdrawn from it in the next one. A session with
 * another router on the same link begins without it.
 *
 * @param peer with whom the session was
 * @param held what the peer may hold
 */
public record PeerMemory(RouterId peer, AdjRibOut held) {}
