/** Tests of the exchange server on a real link. */
@NullMarked
package io.ddm.daemon.exchange.server;

import org.jspecify.annotations.NullMarked;
