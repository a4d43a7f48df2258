package io.ddm.fsm.explain;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.List;
import java.util.Optional;

/**
 * Why a network is reached as it is, at one moment.
 *
 * @param network the network
 * @param isOriginated whether this router originates it
 * @param offers what peers offer for it, by interface and path
 * @param nextHops what the forwarding plane is to have, sorted; empty for no route
 * @param carrying those of the next hops that carry
 * @param peers every peer in session, and whether it may hold the network from us
 */
public record Explanation(Prefix network, boolean isOriginated, List<Candidate> offers,
        List<WeightedNextHop> nextHops, List<WeightedNextHop> carrying, List<Holder> peers) {

    /** What becomes of an offer. */
    public enum Verdict {
        /** It carries packets. */
        USED,
        /** It is a next hop that carries nothing while others of a better rank are left. */
        SPARE,
        /** A shorter path is in use. */
        LONGER,
        /** It is as short as those in use, which are as many as there may be. */
        SURPLUS,
        /** This router originates the network itself. */
        OWN,
        /** The path has been through this router. */
        LOOP,
        /** A policy or a limit rejects it. */
        REJECTED
    }

    /**
     * A path that a peer offers.
     *
     * @param interfaceName the interface of the peer
     * @param peer who offers it
     * @param nextHop the same as a next hop
     * @param path its routers, the nearest last
     * @param verdict what becomes of it
     * @param reason why, where the verdict alone does not say it; may be empty
     * @param rank of the peer as a next hop
     * @param delay of the path with our hop
     */
    public record Candidate(String interfaceName, PeerIdentity peer, NextHop nextHop, RouterPath path,
            Verdict verdict, String reason, NextHopRank rank, PathDelay delay) {}

    /**
     * A peer that may know the network from us.
     *
     * @param interfaceName the interface of the peer
     * @param peer who it is
     * @param mayHold whether it was sent the network, and was not seen to forget it
     * @param reason why it is not to have it; empty if it is
     */
    public record Holder(String interfaceName, PeerIdentity peer, boolean mayHold, Optional<String> reason) {}

    /** Copies the lists. */
    public Explanation {
        offers = List.copyOf(offers);
        peers = List.copyOf(peers);
    }

    /** Whether anything is known of the network. */
    public boolean isKnown() {
        return isOriginated || !offers.isEmpty() || !nextHops.isEmpty();
    }
}
