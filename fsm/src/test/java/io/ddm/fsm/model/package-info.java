/** Tests of the vocabulary. */
@NullMarked
package io.ddm.fsm.model;

import org.jspecify.annotations.NullMarked;
