package io.ddm.fsm.session;

import io.ddm.fsm.model.PeerIdentity;

/**
 * Which session an effect belongs to.
 *
 * @param interfaceName the interface
 * @param epoch number of the session on the interface; completions of another one are stale
 * @param peer with whom it is
 */
public record SessionKey(String interfaceName, long epoch, PeerIdentity peer) {}
