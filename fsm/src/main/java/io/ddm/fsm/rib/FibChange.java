package io.ddm.fsm.rib;

import io.ddm.fsm.model.Prefix;
import java.util.List;

/**
 * How one network is to be forwarded from now on: one difference between two states of the {@link Fib}.
 *
 * @param network the network, host bits cleared
 * @param nextHops all its next hops, sorted, each once, at most eight; empty if the network has no route
 */
public record FibChange(Prefix network, List<WeightedNextHop> nextHops) {

    public FibChange {
        nextHops = List.copyOf(nextHops);
    }
}
