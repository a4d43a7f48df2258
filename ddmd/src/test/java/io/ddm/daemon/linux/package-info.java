/** Tests of {@link io.ddm.daemon.linux}. */
@NullMarked
package io.ddm.daemon.linux;

import org.jspecify.annotations.NullMarked;
