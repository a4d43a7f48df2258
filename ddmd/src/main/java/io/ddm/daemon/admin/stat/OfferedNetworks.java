package io.ddm.daemon.admin.stat;

import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every network that peers offer or that has a route, with the peers that offer it and its next hops, sorted. */
final class OfferedNetworks {

    private final SortedMap<Prefix, Network> networks = new TreeMap<>();

    /** A network. Most have the same peers as others, so these are shared. */
    static final class Network {
        private Peers peers;
        private List<WeightedNextHop> nextHops = List.of();

        private Network(Peers peers) {
            this.peers = peers;
        }

        /** The peers that offer it, in order. */
        List<NextHop> peers() {
            return peers.list;
        }

        /** Its next hops; none if it has no route. */
        List<WeightedNextHop> nextHops() {
            return nextHops;
        }
    }

    /** A list of peers, and the lists that have one more. */
    private static final class Peers {
        private final List<NextHop> list;
        private final Map<NextHop, Peers> longer = new HashMap<>();

        private Peers(List<NextHop> list) {
            this.list = list;
        }

        private Peers with(NextHop peer) {
            if (!list.isEmpty() && list.getLast().equals(peer)) {
                return this;
            }
            return longer.computeIfAbsent(peer, missing -> {
                List<NextHop> more = new ArrayList<>(list);
                more.add(peer);
                return new Peers(List.copyOf(more));
            });
        }
    }

    OfferedNetworks(ForwardingReport report) {
        Peers none = new Peers(List.of());
        report.imported().forEach((peer, table) -> {
            for (PathVector offered : table) {
                Prefix routed = offered.destination().routedPrefix();
                if (routed != null) {
                    Network network = networks.computeIfAbsent(routed.network(), missing -> new Network(none));
                    network.peers = network.peers.with(peer);
                }
            }
        });
        for (Iterator<Map.Entry<Prefix, List<WeightedNextHop>>> all = report.networks().entries(); all.hasNext();) {
            Map.Entry<Prefix, List<WeightedNextHop>> next = all.next();
            networks.computeIfAbsent(next.getKey(), missing -> new Network(none)).nextHops = next.getValue();
        }
        for (Destination ours : report.originated()) {
            Prefix routed = ours.routedPrefix();
            // What we originate needs no route.
            if (routed != null) {
                networks.computeIfPresent(routed.network(),
                        (network, known) -> known.nextHops.isEmpty() ? null : known);
            }
        }
    }

    /** The networks, sorted; those that we originate ourselves are not among them. */
    SortedMap<Prefix, Network> byPrefix() {
        return networks;
    }
}
