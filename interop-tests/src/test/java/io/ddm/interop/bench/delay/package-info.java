/**
 * The bench of delay-driven multipath, see {@code interop-tests/bench/delay}: numbered packets of many flows between
 * the servers of a diamond while its links become slow, silent or lose their carrier.
 */
@NullMarked
package io.ddm.interop.bench.delay;

import org.jspecify.annotations.NullMarked;
