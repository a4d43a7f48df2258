package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import java.util.List;

/**
 * One line of the difference between two wanted FIBs: what shall now be true of a network.
 *
 * @param network the network, host bits cleared
 * @param nextHops all next hops it shall have, sorted, at most eight; empty means that the route shall go
 */
public record FibChange(Prefix network, List<NextHop> nextHops) {

    public FibChange {
        nextHops = List.copyOf(nextHops);
    }
}
