/**
 * One interface and the neighbor behind it: {@link io.ddm.fsm.peer.InterfaceFsm} finds a peer and notices when it is
 * gone. {@code State} has the table of its transitions; each state is a class with the data that only this state has.
 * The exchange with a peer is in {@code session}. Imports {@code model}, {@code session}, {@code schedule} and the
 * effects.
 */
@NullMarked
package io.ddm.fsm.peer;

import org.jspecify.annotations.NullMarked;
