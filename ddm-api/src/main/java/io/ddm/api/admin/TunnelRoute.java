package io.ddm.api.admin;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.Comparator;

/**
 * An imported tunnel origin.
 *
 * @param origin what lies behind which tunnel
 * @param nextHop the neighbor it was heard from, by its link-local address
 */
public record TunnelRoute(TunnelOrigin origin, Ipv6Address nextHop) {

    /** By origin, then by next hop. */
    public static final Comparator<TunnelRoute> ORDER = Comparator.comparing(TunnelRoute::origin, Destination.ORDER)
            .thenComparing(TunnelRoute::nextHop);
}
