/** Why a destination is reached as it is: for operators who ask about one prefix. */
@NullMarked
package io.ddm.fsm.explain;

import org.jspecify.annotations.NullMarked;
