package io.ddm.daemon.admin.status;

import io.ddm.api.admin.status.Why;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.fsm.explain.Explanation;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why a network is reached as it is, with what the forwarding plane has made of it.
 *
 * @param explanation what the router knows
 * @param dataplane the forwarding plane at the same moment
 */
public record WhyView(Explanation explanation, DataplaneStatus dataplane) {

    /**
     * Reads what is asked for.
     *
     * @param text a prefix or an address; null if there is none
     * @throws IllegalArgumentException if it is neither
     */
    public static Prefix asked(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("expected an IPv6 prefix or address");
        }
        return text.indexOf('/') < 0 ? new Prefix(Ipv6Address.parse(text), 128) : Prefix.parse(text);
    }

    /** The reply to a question for this prefix. */
    public Why why(Prefix asked) {
        return new Why(asked, explanation.network(), explanation.isKnown(), explanation.isOriginated(),
                explanation.offers().stream().map(this::candidate).toList(), route(),
                explanation.peers()
                        .stream()
                        .map(peer -> new Why.Holder(peer.interfaceName(), peer.peer().id().value(), peer.mayHold(),
                                peer.reason()))
                        .toList());
    }

    private Why.Candidate candidate(Explanation.Candidate offer) {
        return new Why.Candidate(offer.interfaceName(), offer.peer().id().value(), offer.nextHop().gateway(),
                offer.path().routers().reversed().stream().map(RouterId::value).toList(), offer.verdict(),
                offer.reason(),
                offer.delay().isKnown() ? OptionalLong.of(offer.delay().micros()) : OptionalLong.empty(),
                offer.verdict() == Explanation.Verdict.USED ? weight(offer) : 0);
    }

    private int weight(Explanation.Candidate offer) {
        return explanation.carrying()
                .stream()
                .filter(hop -> hop.nextHop().equals(offer.nextHop()))
                .mapToInt(WeightedNextHop::weight)
                .findFirst()
                .orElse(0);
    }

    private Why.Route route() {
        Prefix network = explanation.network();
        String refusal = dataplane.refused().get(network);
        if (refusal != null) {
            return new Why.Route(Why.RouteState.REFUSED, refusal);
        }
        if (explanation.nextHops().isEmpty()) {
            return new Why.Route(Why.RouteState.NONE,
                    explanation.isOriginated() ? "this router originates the network" : "no offer can be used");
        }
        Optional<ForeignRoute> foreign = dataplane.findings()
                .shadowing()
                .stream()
                .filter(route -> route.network().equals(network))
                .findFirst();
        return foreign.map(route -> new Why.Route(Why.RouteState.SHADOWED,
                "a route of protocol " + route.protocol() + " to " + route.target() + " with metric " + route.metric()
                        + " comes first"))
                .orElseGet(() -> new Why.Route(Why.RouteState.INSTALLED,
                        dataplane.pending() == 0 ? "" : dataplane.pending() + " changes of routes are under way"));
    }
}
