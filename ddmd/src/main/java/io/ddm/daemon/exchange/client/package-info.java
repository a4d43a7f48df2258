/**
 * The client side of the exchange: HTTP/1.1 from the link-local address of an interface to TCP port 56797 of a peer.
 * Each pull and each push runs on a virtual thread of its own, and reports its outcome as an event. Imports
 * {@code exchange}, {@code exchange.auth} and {@code net}.
 */
@NullMarked
package io.ddm.daemon.exchange.client;

import org.jspecify.annotations.NullMarked;
