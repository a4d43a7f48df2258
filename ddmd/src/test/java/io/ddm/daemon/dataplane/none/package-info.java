/** Proves the data plane that does nothing. */
@NullMarked
package io.ddm.daemon.dataplane.none;

import org.jspecify.annotations.NullMarked;
