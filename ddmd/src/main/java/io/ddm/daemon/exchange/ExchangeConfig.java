package io.ddm.daemon.exchange;

import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.model.PeerCapabilities;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the exchange on every interface.
 *
 * @param ours extensions of the protocol that this router supports
 * @param limits bounds of what neighbors may cost
 * @param port TCP port, the same on every router
 * @param timeout bound on a pull, and on one body of a push. Too small: busy peers fail; too large: a request to a dead
 *     peer is noticed late
 * @param addresses of the routers on a link
 * @param authenticator proves and checks messages, if the exchange is protected by keys
 */
public record ExchangeConfig(PeerCapabilities ours, NetLimits limits, int port, Duration timeout,
        LinkAddresses addresses, Optional<ExchangeAuthenticator> authenticator) {}
