/**
 * {@code GET /recording}: what the recorder keeps in memory, as a stream of lines. Imports {@code admin}, {@code http}
 * and {@code core}.
 */
@NullMarked
package io.ddm.daemon.admin.recording;

import org.jspecify.annotations.NullMarked;
