/** Not for people: what packaging runs to make the start-up cache of {@code ddmadm}. */
@NullMarked
package io.ddm.cli.training;

import org.jspecify.annotations.NullMarked;
