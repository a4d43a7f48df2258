/**
 * What single parts of the daemon cost: the core, the codecs, netlink messages and lines of a recording, with JMH. See
 * {@code interop-tests/bench/jmh} and docs/performance.md.
 */
@NullMarked
package io.ddm.interop.jmh;

import org.jspecify.annotations.NullMarked;
