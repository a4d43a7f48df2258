/** Recordings: their lines, and what a replay of them says. */
@NullMarked
package io.ddm.api.recording;

import org.jspecify.annotations.NullMarked;
