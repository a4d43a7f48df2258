package io.ddm.api.admin.status;

import io.ddm.fsm.explain.Explanation.Verdict;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of {@code GET /why}: why a network is reached as it is.
 *
 * @param asked what was asked for
 * @param network the network that it is about: what was asked for, or the longest known one around it
 * @param isKnown whether anything is known of it
 * @param isOriginated whether this router originates it
 * @param candidates what peers offer, by interface and path
 * @param route what the forwarding plane has
 * @param peers every peer in session, and whether it may hold the network from us
 */
public record Why(Prefix asked, Prefix network, boolean isKnown, boolean isOriginated, List<Candidate> candidates,
        Route route, List<Holder> peers) {

    /**
     * A path that a peer offers.
     *
     * @param link the interface of the peer
     * @param host the router id of the peer
     * @param address the next hop
     * @param path its routers, the nearest first
     * @param verdict what becomes of it
     * @param reason why, where the verdict alone does not say it; may be empty
     * @param delayUs its delay in microseconds; empty if unknown
     * @param weight its share of the packets, of the sum of all weights; 0 if it carries none
     */
    public record Candidate(String link, String host, Ipv6Address address, List<String> path, Verdict verdict,
            String reason, OptionalLong delayUs, int weight) {}

    /** What the forwarding plane makes of a network. */
    public enum RouteState {
        /** There is to be no route: nothing is offered, or this router originates the network. */
        NONE,
        /** It has the route, as of its latest change or audit. */
        INSTALLED,
        /** It has the route, and prefers one of another protocol. */
        SHADOWED,
        /** It refuses the route. */
        REFUSED
    }

    /**
     * The route.
     *
     * @param state what the forwarding plane makes of it
     * @param reason why; empty if there is nothing to say
     */
    public record Route(RouteState state, String reason) {}

    /**
     * A peer that may hold the network from us.
     *
     * @param link its interface
     * @param host its router id
     * @param holds whether it was sent the network
     * @param withheld why it is not to have it; empty if it is
     */
    public record Holder(String link, String host, boolean holds, Optional<String> withheld) {}

    /** Copies the lists. */
    public Why {
        candidates = List.copyOf(candidates);
        peers = List.copyOf(peers);
    }
}
