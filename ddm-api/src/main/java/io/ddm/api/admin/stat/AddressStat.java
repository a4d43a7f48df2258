package io.ddm.api.admin.stat;

import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A destination that peers offer.
 *
 * @param destination the network, host bits cleared
 * @param isUp whether it has a next hop
 * @param group id of its group; empty if it has none, or the group is one of those that are left out
 * @param inbound the interfaces whose peers offer it
 * @param outbound its next hops
 */
public record AddressStat(Prefix destination, boolean isUp, Optional<String> group, List<String> inbound,
        List<Outbound> outbound) {

    /**
     * A next hop.
     *
     * @param interfaceName the interface that it is on
     * @param weight its share of the packets, relative to the others; 1 to 256
     * @param delayUs one-way delay of the path to the destination, as its routers say and our hop is measured, in
     *     microseconds, unsigned; empty if unknown
     */
    public record Outbound(String interfaceName, int weight, OptionalLong delayUs) {}

    /** Copies the lists. */
    public AddressStat {
        inbound = List.copyOf(inbound);
        outbound = List.copyOf(outbound);
    }
}
