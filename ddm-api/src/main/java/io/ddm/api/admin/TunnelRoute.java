package io.ddm.api.admin;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;

/**
 * A tunnel origin that a peer offers.
 *
 * @param origin what is offered
 * @param nextHop the peer's link-local address
 */
public record TunnelRoute(TunnelOrigin origin, Ipv6Address nextHop) {}
