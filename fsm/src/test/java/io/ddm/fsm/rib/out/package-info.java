/** Tests of what a peer is sent. */
@NullMarked
package io.ddm.fsm.rib.out;

import org.jspecify.annotations.NullMarked;
