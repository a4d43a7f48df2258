/**
 * The core that decides. {@link io.ddm.fsm.Router} takes an {@link io.ddm.fsm.event.Event} and the instant at which it
 * happened and returns the {@link io.ddm.fsm.event.Effect}s that a shell has to carry out; it names the next instant at
 * which it wants to be called ({@link io.ddm.fsm.Router#nextDeadline()}). The same events at the same instants give the
 * same effects, so hundreds of routers can be simulated in one process and a recorded field bug is a test.
 *
 * <p>Nothing here does I/O, reads a clock, starts a thread, draws a random number or logs; only {@code java.util},
 * {@code java.time} and the packages below are imported. Rooms: {@code model} (values), {@code rib} (routes,
 * forwarding, redistribution), {@code event} (what goes in and what comes out), {@code peer} (one state machine per
 * interface and its session with the peer), and here {@code Router}, {@code Peering}, {@code RouteExchange}.
 */
@NullMarked
package io.ddm.fsm;

import org.jspecify.annotations.NullMarked;
