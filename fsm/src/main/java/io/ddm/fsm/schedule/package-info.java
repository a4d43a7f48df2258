/**
 * When something may happen, as values: pauses between attempts, limits of rates, the times of solicitations and pulls.
 * Time is an argument; what is due is asked for. Imports the effects of {@code event}.
 */
@NullMarked
package io.ddm.fsm.schedule;

import org.jspecify.annotations.NullMarked;
