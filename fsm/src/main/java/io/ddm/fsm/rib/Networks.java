package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.table.OrderedMap;
import java.util.List;

/** The networks of all destinations that are programmed, host bits cleared. Of other destinations nothing is kept. */
final class Networks {

    private final OrderedMap<Prefix, Network> networks = new OrderedMap<>(Prefix::compareTo);

    /** We originate the destination once more (1), or once less (-1). */
    void originated(Destination destination, int change) {
        Prefix routed = destination.routedPrefix();
        if (routed != null) {
            Prefix key = routed.network();
            Network network = get(key);
            network.originated(change);
            tidy(key, network);
        }
    }

    /** A path of this length through this peer came (1) or went (-1). */
    void count(Destination destination, int length, NextHop peer, int change) {
        Prefix routed = destination.routedPrefix();
        if (routed != null) {
            Prefix key = routed.network();
            Network network = get(key);
            network.count(length, peer, change);
            tidy(key, network);
        }
    }

    /** As {@link Network#nextHops}; none for a network that is not known. */
    List<NextHop> nextHops(Prefix network, int most, NextHopRanks ranks) {
        Network known = networks.get(network);
        return known == null ? List.of() : known.nextHops(most, ranks);
    }

    /** As {@link Network#oneHopLonger}; none for a network that is not known. */
    List<NextHop> oneHopLonger(Prefix network, NextHopRanks ranks) {
        Network known = networks.get(network);
        return known == null ? List.of() : known.oneHopLonger(ranks);
    }

    private Network get(Prefix key) {
        Network network = networks.get(key);
        if (network == null) {
            network = new Network();
            networks.put(key, network);
        }
        return network;
    }

    private void tidy(Prefix key, Network network) {
        if (network.isEmpty()) {
            networks.remove(key);
        }
    }
}
