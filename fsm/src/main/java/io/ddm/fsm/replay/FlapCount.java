package io.ddm.fsm.replay;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;

/**
 * How often what a peer offers to a destination has changed.
 *
 * @param destination the destination
 * @param peer the peer
 * @param changes how often
 */
public record FlapCount(Destination destination, NextHop peer, long changes) {}
