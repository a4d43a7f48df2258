/**
 * How the cost of a fleet grows with its size: the core and the codecs of many routers in virtual time, in one process.
 * See {@code interop-tests/bench/growth} and docs/scale.md.
 */
@NullMarked
package io.ddm.interop.bench.growth;

import org.jspecify.annotations.NullMarked;
