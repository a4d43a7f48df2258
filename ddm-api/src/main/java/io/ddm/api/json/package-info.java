/**
 * Streaming JSON reader and writer, with positions in errors.
 *
 * <p>{@link io.ddm.api.json.JsonReader} reads one value and reports field, line and column of the first error, with the
 * texts of the reference, because its users' tools and tests compare them. The column counts bytes. There is no data
 * binding by reflection, because it would slow down the start of the admin tool.
 */
@NullMarked
package io.ddm.api.json;

import org.jspecify.annotations.NullMarked;
