/** Measurements on real daemons that take minutes: {@code interop-tests/bench/churn}, {@code load} and {@code flap}. */
@NullMarked
package io.ddm.interop.bench;

import org.jspecify.annotations.NullMarked;
