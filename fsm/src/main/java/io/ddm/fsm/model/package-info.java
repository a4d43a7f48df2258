/**
 * The vocabulary of the protocol: immutable values that every other room speaks in.
 *
 * <p>A {@link io.ddm.fsm.model.Destination} is what a router can reach or offer: an underlay
 * {@link io.ddm.fsm.model.Prefix} or a {@link io.ddm.fsm.model.TunnelOrigin}. Each kind is a
 * {@link io.ddm.fsm.model.RouteFamily}, which says in what it differs from the others. A
 * {@link io.ddm.fsm.model.PathVector} says by which {@link io.ddm.fsm.model.RouterPath}. An
 * {@link io.ddm.fsm.model.Update} is what one router tells another. Nothing here imports anything but the JDK.
 */
@NullMarked
package io.ddm.fsm.model;

import org.jspecify.annotations.NullMarked;
