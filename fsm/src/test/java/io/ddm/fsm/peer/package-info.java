/** Tests of one interface that need more than the router shows. */
@NullMarked
package io.ddm.fsm.peer;

import org.jspecify.annotations.NullMarked;
