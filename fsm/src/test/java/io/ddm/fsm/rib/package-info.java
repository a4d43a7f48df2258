/** Tests of the tables. */
@NullMarked
package io.ddm.fsm.rib;

import org.jspecify.annotations.NullMarked;
