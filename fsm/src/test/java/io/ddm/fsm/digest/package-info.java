/** Tests of digests. */
@NullMarked
package io.ddm.fsm.digest;

import org.jspecify.annotations.NullMarked;
