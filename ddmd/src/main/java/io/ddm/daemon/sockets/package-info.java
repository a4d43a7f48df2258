/**
 * What is open on each interface: discovery, the exchange server, and the client of the current session. Carries out
 * {@link io.ddm.fsm.event.Effect}s about interfaces and sessions. Imports {@code discovery} and {@code exchange}.
 */
@NullMarked
package io.ddm.daemon.sockets;

import org.jspecify.annotations.NullMarked;
