/** Tests of what discovery and the exchange share. */
@NullMarked
package io.ddm.daemon.net;

import org.jspecify.annotations.NullMarked;
