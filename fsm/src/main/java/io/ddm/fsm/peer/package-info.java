/**
 * One interface and the neighbor behind it: {@link io.ddm.fsm.peer.InterfaceFsm} finds a peer and notices when it is
 * gone, {@link io.ddm.fsm.peer.Session} keeps the exchange with it going. Both own their deadlines and send their
 * effects to one sink; neither knows the RIB. Imports {@code model}, {@code rib} (what a peer holds) and the effects.
 */
@NullMarked
package io.ddm.fsm.peer;

import org.jspecify.annotations.NullMarked;
