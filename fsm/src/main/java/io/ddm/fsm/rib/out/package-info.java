/**
 * What one peer holds from us and what it is to be sent next: {@link io.ddm.fsm.rib.out.AdjRibOut} and its parts.
 * Imports {@code model}, {@code digest} and {@code table}.
 */
@NullMarked
package io.ddm.fsm.rib.out;

import org.jspecify.annotations.NullMarked;
