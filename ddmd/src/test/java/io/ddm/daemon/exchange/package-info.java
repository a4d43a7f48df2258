/** Tests of what the client and the server of the exchange share, and their fixtures. */
@NullMarked
package io.ddm.daemon.exchange;

import org.jspecify.annotations.NullMarked;
