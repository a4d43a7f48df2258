package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.table.OrderedMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The wanted forwarding: a pure function of the {@link Rib}, kept up to date by recomputing what was touched.
 *
 * <p>The rule: a network goes to every peer that offers one of the shortest paths to it, at most
 * {@value #MAX_NEXT_HOPS} of them, lowest first; one that we originate ourselves has no next hop, for nothing is shorter
 * than being there. Destinations that differ in host bits only are one network.
 */
public final class Fib {

    /** A bound on the equal next hops of a network. */
    public static final int MAX_NEXT_HOPS = 8;

    private final Rib rib;
    private final OrderedMap<Prefix, List<NextHop>> wanted = new OrderedMap<>(Prefix::compareTo);

    public Fib(Rib rib) {
        this.rib = rib;
    }

    /** Recomputes the networks of the touched destinations; returns what became different, sorted. */
    public List<FibChange> refresh(Iterable<? extends Destination> touched) {
        SortedSet<Prefix> networks = new TreeSet<>();
        for (Destination destination : touched) {
            Prefix routed = destination.routedPrefix();
            if (routed != null) {
                networks.add(routed.network());
            }
        }
        List<FibChange> changes = new ArrayList<>();
        for (Prefix network : networks) {
            List<NextHop> now = compute(rib, network);
            List<NextHop> before = now.isEmpty() ? wanted.remove(network) : wanted.put(network, now);
            if (!now.equals(before == null ? List.of() : before)) {
                changes.add(new FibChange(network, now));
            }
        }
        return changes;
    }

    /** The next hops that a network shall have, sorted; empty for none. */
    public static List<NextHop> compute(Rib rib, Prefix network) {
        return rib.nextHops(network, MAX_NEXT_HOPS);
    }

    /** The networks and the next hops that each shall have. */
    public Map<Prefix, List<NextHop>> wanted() {
        return Collections.unmodifiableMap(wanted);
    }
}
