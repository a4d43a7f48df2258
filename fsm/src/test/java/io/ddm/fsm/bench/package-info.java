/** What the core costs: programs that print figures, started by hand, and the tests that use them. */
@NullMarked
package io.ddm.fsm.bench;

import org.jspecify.annotations.NullMarked;
