/** Tests of exchange authentication. */
@NullMarked
package io.ddm.daemon.exchange.auth;

import org.jspecify.annotations.NullMarked;
