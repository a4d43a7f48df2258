package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import org.jspecify.annotations.Nullable;

/** What netlink messages about IPv6 routes of the main table say; the fixed part is {@code struct rtmsg}. */
final class RouteMessages {

    static final int NEWROUTE = 24;
    static final int DELROUTE = 25;
    private static final int GETROUTE = 26;

    /** The routing protocol (rtm_protocol, nh_protocol) of everything that is ours. */
    static final int PROTOCOL = 221;
    /**
     * The metric of our routes. One more than {@code ip route add} gives: a route that an operator added wins, and our
     * replacing never hits it, because the kernel replaces by network and metric whoever the owner is.
     */
    static final int METRIC = 1025;

    private static final int AF_INET6 = 10;
    private static final int TABLE_MAIN = 254;
    private static final int UNICAST = 1;
    private static final int FIXED_BYTES = 12;
    private static final int RTA_DST = 1;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_TABLE = 15;
    private static final int RTA_NH_ID = 30;
    private static final int CLONED = 0x200;

    /**
     * A route that is ours.
     *
     * @param metric its metric; several routes of one network differ in it
     * @param type RTN_*
     * @param nexthopId the nexthop object it points at, 0 if at none
     */
    record Line(Prefix network, int metric, int type, int nexthopId) {

        /** Whether we would have made such a route. */
        boolean isPlain() {
            return metric == METRIC && type == UNICAST;
        }
    }

    private RouteMessages() {}

    /** Makes the network point at a nexthop object, whatever it pointed at before. */
    static void put(MessageWriter out, Prefix network, int nexthopId) {
        out.begin(NEWROUTE, MessageWriter.CREATE | MessageWriter.REPLACE);
        fixed(out, network.length(), UNICAST);
        out.attribute(RTA_DST, network.address()).attribute(RTA_PRIORITY, METRIC).attribute(RTA_NH_ID, nexthopId);
    }

    /** Removes a route; the kernel compares protocol and metric too, so it never hits one that is not ours. */
    static void delete(MessageWriter out, Line route) {
        out.begin(DELROUTE, 0);
        fixed(out, route.network().length(), route.type());
        out.attribute(RTA_DST, route.network().address()).attribute(RTA_PRIORITY, route.metric());
    }

    static void delete(MessageWriter out, Prefix network) {
        delete(out, new Line(network, METRIC, UNICAST, 0));
    }

    /** Asks for all routes of our protocol in the main table. */
    static void dump(MessageWriter out) {
        out.begin(GETROUTE, MessageWriter.DUMP);
        fixed(out, 0, 0);
    }

    /**
     * The route that a NEWROUTE or DELROUTE speaks of; null if it is not ours.
     *
     * @throws MalformedMessageException if the bytes are no such message
     */
    @Nullable
    static Line decode(NetlinkMessage message) throws MalformedMessageException {
        int length = message.int8(1);
        int table = message.int8(4);
        if (message.int8(0) != AF_INET6 || message.int8(5) != PROTOCOL || (message.int32(8) & CLONED) != 0) {
            return null;
        }
        if (length > 128) {
            throw new MalformedMessageException("prefix length " + length);
        }
        Ipv6Address address = new Ipv6Address(0, 0);
        int metric = 0;
        int nexthopId = 0;
        Attributes attributes = message.attributes(FIXED_BYTES);
        while (attributes.next()) {
            switch (attributes.type()) {
                case RTA_DST -> address = attributes.address();
                case RTA_PRIORITY -> metric = attributes.int32();
                case RTA_TABLE -> table = attributes.int32();
                case RTA_NH_ID -> nexthopId = attributes.int32();
                default -> {
                    // Flags, caches and the members of the group: not ours to compare.
                }
            }
        }
        return table == TABLE_MAIN
                ? new Line(new Prefix(address, length).network(), metric, message.int8(7), nexthopId)
                : null;
    }

    private static void fixed(MessageWriter out, int prefixLength, int type) {
        out.int8(AF_INET6).int8(prefixLength).int8(0).int8(0).int8(TABLE_MAIN).int8(PROTOCOL).int8(0).int8(type).int32(
                0);
    }
}
