package io.ddm.fsm.peer;

import java.time.Instant;
import java.util.Optional;

/** The sockets are open: the interface is heard and hears. */
sealed interface Open extends State permits Soliciting, Exchanging {

    /** The link that is open, the same in both states until it is closed. */
    ActiveLink active();

    @Override
    default Optional<Link> link() {
        return Optional.of(active().link());
    }

    @Override
    default Instant deadline() {
        return active().deadline();
    }
}
