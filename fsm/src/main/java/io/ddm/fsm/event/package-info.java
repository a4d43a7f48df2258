/**
 * What goes into a router and what comes out of it: {@link io.ddm.fsm.event.Event}s,
 * {@link io.ddm.fsm.event.Effect}s, and its configuration. Imports {@code model} and {@code rib}.
 */
@NullMarked
package io.ddm.fsm.event;

import org.jspecify.annotations.NullMarked;
