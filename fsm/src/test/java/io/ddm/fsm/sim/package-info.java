/**
 * A deterministic network of real routers in one process: virtual time, one queue of what is to happen, one seeded
 * source of chance. {@link io.ddm.fsm.sim.SimNetwork} is the world, {@link io.ddm.fsm.sim.SimRouter} the shell of one
 * router, {@link io.ddm.fsm.sim.Invariants} what holds after every event, {@link io.ddm.fsm.sim.Oracle} what holds at
 * rest. The same seed is the same run.
 */
@NullMarked
package io.ddm.fsm.sim;

import org.jspecify.annotations.NullMarked;
