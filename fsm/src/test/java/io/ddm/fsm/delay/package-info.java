/** Tests of {@link io.ddm.fsm.delay}. */
@NullMarked
package io.ddm.fsm.delay;

import org.jspecify.annotations.NullMarked;
