/**
 * What is known and what follows from it: routes per peer, the wanted FIB, what each peer is told.
 */
@NullMarked
package io.ddm.fsm.rib;

import org.jspecify.annotations.NullMarked;
