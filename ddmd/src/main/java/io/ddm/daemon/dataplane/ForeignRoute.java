package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.Prefix;

/**
 * A route of another protocol that the forwarding plane prefers to one of ours.
 *
 * @param network the network of both
 * @param protocol its protocol, such as {@code static}
 * @param target where it leads to: an interface, or what becomes of packets, such as {@code blackhole}
 * @param metric its metric, lower than ours
 */
public record ForeignRoute(Prefix network, String protocol, String target, int metric) {}
