/**
 * The two ways in which routers speak on a link: discovery (UDP 3549 to {@code ff02::dd} and back) and exchange (HTTP
 * on TCP 56797 of the link-local address). Sockets are bound to a link-local address with its zone, so each belongs to
 * one interface. Gives {@link io.ddm.fsm.event.Event}s, carries out {@link io.ddm.fsm.event.Effect}s, decides nothing.
 */
@NullMarked
package io.ddm.daemon.net;

import org.jspecify.annotations.NullMarked;
