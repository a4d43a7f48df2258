/**
 * The lab's wire: a process that joins TAP devices of two nodes, since not every kernel has netem. It gives each
 * direction of each link a delay, jitter, loss and rate, which {@code interop-tests/lab wire} changes while it runs,
 * and measures how late it is itself.
 *
 * <p>{@link io.ddm.interop.wire.Loop One thread} moves all frames. Of each frame that arrives,
 * {@link io.ddm.interop.wire.Direction} decides whether and when it leaves, and {@link io.ddm.interop.wire.DelayLine}
 * holds it until then. {@link io.ddm.interop.wire.Control} changes the {@link io.ddm.interop.wire.Shape} of a
 * direction, and {@link io.ddm.interop.wire.CarrierMirror} takes the carrier of an end whose other end is down, as veth
 * does. Only the JDK is used, so that the lab can compile it within seconds.
 */
@NullMarked
package io.ddm.interop.wire;

import org.jspecify.annotations.NullMarked;
