/**
 * What a router needs to go on from where another left off: {@link io.ddm.fsm.replay.Archive} is handed through the
 * router, and each class names its fields once, for both directions. Knows {@code model} only.
 */
@NullMarked
package io.ddm.fsm.replay;

import org.jspecify.annotations.NullMarked;
