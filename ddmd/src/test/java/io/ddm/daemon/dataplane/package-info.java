/** Tests of {@link io.ddm.daemon.dataplane}, over a forwarding plane in memory. */
@NullMarked
package io.ddm.daemon.dataplane;

import org.jspecify.annotations.NullMarked;
