/** Tests of the aggregate by hand, with a clock that the test turns, and of what the core may import. */
@NullMarked
package io.ddm.fsm;

import org.jspecify.annotations.NullMarked;
