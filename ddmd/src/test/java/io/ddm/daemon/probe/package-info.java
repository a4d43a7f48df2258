/** Tests of {@link io.ddm.daemon.probe}. */
@NullMarked
package io.ddm.daemon.probe;

import org.jspecify.annotations.NullMarked;
