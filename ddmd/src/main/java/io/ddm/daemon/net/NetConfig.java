package io.ddm.daemon.net;

import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.PeerCapabilities;
import java.time.Duration;
import java.util.Optional;

/**
 * What speaking on links needs to know.
 *
 * @param self what our discovery packets say
 * @param ours what we say that we can do beyond the reference
 * @param limits what neighbors may cost
 * @param exchangePort TCP port of the exchange, the same on every router
 * @param exchangeTimeout how long a pull or one body of a push may take. Too small: busy peers fail; too large: a
 *     request to a dead peer is noticed late
 * @param proofs how the exchange is protected, if it is
 */
public record NetConfig(RouterConfig self, PeerCapabilities ours, NetLimits limits, int exchangePort,
        Duration exchangeTimeout, Optional<ExchangeAuthenticator> proofs) {}
