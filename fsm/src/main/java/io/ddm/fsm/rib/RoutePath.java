package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.RouterPath;

/**
 * One way to a destination.
 *
 * @param nextHop the peer that offers it
 * @param path the routers on the way, the originator first
 */
public record RoutePath(NextHop nextHop, RouterPath path) {}
