/**
 * The server side of the exchange: HTTP on TCP port 56797 of the link-local address of an interface. Requests become
 * events and wait in {@link io.ddm.daemon.exchange.server.PendingExchanges} for the router's answer. Imports
 * {@code exchange}, {@code exchange.auth}, {@code net} and {@code http}.
 */
@NullMarked
package io.ddm.daemon.exchange.server;

import org.jspecify.annotations.NullMarked;
