/**
 * What the client and the server of the exchange share: threads that encode and decode bodies, the memory for bodies,
 * and settings. {@code exchange.client} sends pulls and pushes, {@code exchange.server} answers them, and
 * {@code exchange.auth} proves and checks messages. Imports {@code exchange.auth}, {@code net} and {@code log}.
 */
@NullMarked
package io.ddm.daemon.exchange;

import org.jspecify.annotations.NullMarked;
