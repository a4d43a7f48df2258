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

/**
 * Every network that peers offer or that has a route, sorted, with the peers that offer it, its next hops, and its
 * group: these next hops and those that would be among them if they were in use.
 */
final class OfferedNetworks {

    private final ForwardingReport report;
    private final SortedMap<Prefix, Network> networks = new TreeMap<>();

    /** A network. Most have the same peers as others, so these lists are shared. */
    static final class Network {
        private Peers peers;
        private Peers unused;
        private int shortest = Integer.MAX_VALUE;
        private List<WeightedNextHop> nextHops = List.of();

        private Network(Peers none) {
            this.peers = none;
            this.unused = none;
        }

        /** The peers that offer it, in order. */
        List<NextHop> peers() {
            return peers.list;
        }

        /** Its next hops; none if it has no route. */
        List<WeightedNextHop> nextHops() {
            return nextHops;
        }

        /** Its next hops, and the peers out of use that offer a path as short; sorted. */
        List<WeightedNextHop> group() {
            if (unused.list.isEmpty()) {
                return nextHops;
            }
            SortedMap<NextHop, WeightedNextHop> group = new TreeMap<>();
            unused.list.forEach(peer -> group.put(peer, WeightedNextHop.equalShare(peer)));
            nextHops.forEach(hop -> group.put(hop.nextHop(), hop));
            return List.copyOf(group.values());
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
        this.report = report;
        Peers none = new Peers(List.of());
        report.imported().forEach((peer, table) -> table.forEach(offered -> offer(peer, offered, none)));
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
        report.imported()
                .entrySet()
                .stream()
                .filter(table -> !isInUse(table.getKey()))
                .forEach(table -> table.getValue().forEach(offered -> unused(table.getKey(), offered)));
    }

    private boolean isInUse(NextHop peer) {
        return report.ranks().of(peer).isInUse();
    }

    private void offer(NextHop peer, PathVector offered, Peers none) {
        Prefix routed = offered.destination().routedPrefix();
        if (routed != null) {
            Network network = networks.computeIfAbsent(routed.network(), missing -> new Network(none));
            network.peers = network.peers.with(peer);
            if (isInUse(peer)) {
                network.shortest = Math.min(network.shortest, offered.path().routers().size());
            }
        }
    }

    /** Once the shortest path in use is known. */
    private void unused(NextHop peer, PathVector offered) {
        Prefix routed = offered.destination().routedPrefix();
        Network network = routed == null ? null : networks.get(routed.network());
        if (network != null && offered.path().routers().size() <= network.shortest) {
            network.unused = network.unused.with(peer);
        }
    }

    /** The networks, sorted; those that we originate ourselves are not among them. */
    SortedMap<Prefix, Network> byPrefix() {
        return networks;
    }
}
