package io.ddm.fsm;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.explain.Explanation;
import io.ddm.fsm.explain.Explanation.Candidate;
import io.ddm.fsm.explain.Explanation.Holder;
import io.ddm.fsm.explain.Explanation.Verdict;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.rib.WeightedNextHop;
import io.ddm.fsm.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says why a network is reached as it is. It asks the parts that decide, at the price of what peers offer for this one
 * network; nothing is remembered for it.
 */
final class Explaining {

    private final Rib rib;
    private final Tables tables;
    private final Propagation propagation;
    private final Interfaces interfaces;

    Explaining(Rib rib, Tables tables, Propagation propagation, Interfaces interfaces) {
        this.rib = rib;
        this.tables = tables;
        this.propagation = propagation;
        this.interfaces = interfaces;
    }

    /** The network itself, or the longest one around it that is known; the network itself if none is. */
    Explanation explain(Prefix asked) {
        Explanation exact = exactly(asked.network());
        for (int length = asked.length() - 1; length >= 0 && !exact.isKnown(); length--) {
            Explanation around = exactly(new Prefix(asked.address(), length).network());
            if (around.isKnown()) {
                return around;
            }
        }
        return exact;
    }

    private Explanation exactly(Prefix network) {
        List<WeightedNextHop> nextHops = propagation.fib().desired().getOrDefault(network, List.of());
        List<WeightedNextHop> carrying = rib.quality().ranks().carrying(nextHops);
        boolean isOriginated = rib.originates(network);
        int shortest = shortest(network, nextHops);
        List<Candidate> offers = new ArrayList<>();
        List<Holder> peers = new ArrayList<>();
        for (InterfaceFsm link : interfaces.all()) {
            link.session().ifPresent(session -> {
                for (RouterPath path : session.table().acceptedPaths(network)) {
                    offers.add(accepted(link.name(), session, network, path, shortest, nextHops, carrying));
                }
                for (RouterPath path : session.table().rejectedPaths(network)) {
                    offers.add(rejected(link.name(), session, new PathVector(network, path)));
                }
                peers.add(new Holder(link.name(), session.peer(), session.mayHold(network),
                        propagation.withheld(session, network)));
            });
        }
        return new Explanation(network, isOriginated, offers, nextHops, carrying, peers);
    }

    private Candidate accepted(String name, Session session, Prefix network, RouterPath path,
            int shortest, List<WeightedNextHop> nextHops, List<WeightedNextHop> carrying) {
        NextHopRank rank = rib.quality().ranks().of(session.nextHop());
        PathDelay delay = path.delay().plus(rib.quality().delayTo(session.nextHop()));
        // Paths are shortest first. A peer that is a next hop is one by its shortest path.
        boolean isItsShortest = path.length() == session.table().acceptedPaths(network).getFirst().length();
        boolean isNextHop = isItsShortest && isAmong(nextHops, session);
        Verdict verdict;
        String reason = "";
        if (rib.originates(network)) {
            verdict = Verdict.OWN;
        } else if (path.length() > shortest && !isNextHop) {
            verdict = Verdict.LONGER;
            reason = "the shortest in use has " + shortest;
        } else if (!isNextHop) {
            verdict = Verdict.SURPLUS;
        } else if (isAmong(carrying, session)) {
            verdict = Verdict.USED;
        } else {
            verdict = Verdict.SPARE;
            reason = switch (rank) {
                case STANDBY -> "the link is a standby";
                case OFFLINE -> "the link is offline";
                case FAILED -> "the peer does not answer probes";
                case ACTIVE -> "";
            };
        }
        return new Candidate(name, session.peer(), session.nextHop(), path, verdict, reason, rank, delay);
    }

    /** The length of the shortest path through a next hop of the network; the largest integer if there is none. */
    private int shortest(Prefix network, List<WeightedNextHop> nextHops) {
        return interfaces.sessions()
                .stream()
                .filter(session -> isAmong(nextHops, session))
                .flatMap(session -> session.table().acceptedPaths(network).stream())
                .mapToInt(RouterPath::length)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static boolean isAmong(List<WeightedNextHop> nextHops, Session session) {
        return nextHops.stream().anyMatch(hop -> hop.nextHop().equals(session.nextHop()));
    }

    private Candidate rejected(String name, Session session, PathVector offered) {
        Optional<RejectReason> reason = tables.rejection(offered);
        boolean isLoop = reason.isEmpty() && !rib.accepts(offered);
        return new Candidate(name, session.peer(), session.nextHop(), offered.path(),
                isLoop ? Verdict.LOOP : Verdict.REJECTED,
                isLoop ? "" : reason.map(RejectReason::words).orElse("no room for more paths of this peer"),
                rib.quality().ranks().of(session.nextHop()),
                offered.path().delay().plus(rib.quality().delayTo(session.nextHop())));
    }
}
