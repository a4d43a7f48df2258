/** Tests of the exchange client. */
@NullMarked
package io.ddm.daemon.exchange.client;

import org.jspecify.annotations.NullMarked;
