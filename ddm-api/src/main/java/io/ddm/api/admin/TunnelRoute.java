package io.ddm.api.admin;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.Comparator;

/**
 * An imported tunnel origin.
 *
 * @param origin the tunnel origin
 * @param nextHop link-local address of the neighbor that advertises it
 */
public record TunnelRoute(TunnelOrigin origin, Ipv6Address nextHop) {

    /** By origin, then by next hop. */
    public static final Comparator<TunnelRoute> ORDER = Comparator.comparing(TunnelRoute::origin, Destination.ORDER)
            .thenComparing(TunnelRoute::nextHop);
}
