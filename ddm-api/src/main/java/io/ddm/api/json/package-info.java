/**
 * Reading and writing JSON as a stream, with errors that say where.
 *
 * <p>{@link io.ddm.api.json.JsonReader} reads one value from bytes and names the field, line and column of the first
 * thing that is wrong, in the words of the reference, since its users' tools and tests compare them. The column counts
 * bytes. Nothing is bound by reflection: an admin tool starts in the time it takes to load a class, and a codec's
 * fields stand in its code.
 */
@NullMarked
package io.ddm.api.json;

import org.jspecify.annotations.NullMarked;
