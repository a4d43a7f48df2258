/**
 * A second speaker of the protocol that plays the reference: its wire, its limits and its defects, each of them named
 * where it is played. It shares no code with the product, so that a mistake of ours cannot be made on both sides:
 * imports are the JDK and Jackson's databind only, which a rule holds.
 *
 * <p>{@link io.ddm.interop.speaker.Speaker} is a process on a node of a lab. It serves the part of the admin API that
 * the scenarios use, and {@code /stage}, by which a test upsets it and reads what it heard.
 */
@NullMarked
package io.ddm.interop.speaker;

import org.jspecify.annotations.NullMarked;
