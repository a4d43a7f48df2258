/**
 * What is known and what follows from it: routes per peer, the FIB, and the paths that each peer is to receive. Imports
 * {@code model}, {@code policy}, {@code digest} and {@code table}.
 */
@NullMarked
package io.ddm.fsm.rib;

import org.jspecify.annotations.NullMarked;
