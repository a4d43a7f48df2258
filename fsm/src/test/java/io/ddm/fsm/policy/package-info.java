/** Tests of what is imported. */
@NullMarked
package io.ddm.fsm.policy;

import org.jspecify.annotations.NullMarked;
