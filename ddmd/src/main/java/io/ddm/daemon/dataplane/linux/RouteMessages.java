package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.Attributes;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import org.jspecify.annotations.Nullable;

/** Netlink messages about IPv6 routes; the fixed part is {@code struct rtmsg}. */
final class RouteMessages {

    static final int NEWROUTE = 24;
    static final int DELROUTE = 25;
    private static final int GETROUTE = 26;

    private static final int AF_INET6 = 10;
    private static final int TABLE_ALL = 0;
    private static final int PROTOCOL_ALL = 0;
    private static final int FIXED_BYTES = 12;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int RTA_NH_ID = 30;
    private static final int CLONED = 0x200;
    /** {@code struct rtnexthop}: the interface index follows length, flags and weight. */
    private static final int MULTIPATH_INTERFACE_OFFSET = 4;

    private RouteMessages() {}

    /** Makes the route of a network point at a nexthop group, whatever it pointed at before. */
    static void put(MessageWriter out, Prefix network, int nexthopId) {
        out.begin(NEWROUTE, MessageWriter.CREATE | MessageWriter.REPLACE);
        fixed(out, network.length(), KernelRoute.UNICAST);
        out.attribute(RTA_DST, network.address())
                .attribute(RTA_PRIORITY, KernelRoute.METRIC)
                .attribute(RTA_NH_ID, nexthopId);
    }

    /** Removes a route; the kernel compares protocol and metric too, so it never hits one that is not ours. */
    static void delete(MessageWriter out, KernelRoute route) {
        delete(out, route.network(), route.metric(), route.type());
    }

    static void delete(MessageWriter out, Prefix network) {
        delete(out, network, KernelRoute.METRIC, KernelRoute.UNICAST);
    }

    /** Asks for all routes of all protocols and tables: they may use nexthop objects of ours, or be preferred. */
    static void dump(MessageWriter out) {
        out.begin(GETROUTE, MessageWriter.DUMP);
        fixed(out, 0, TABLE_ALL, PROTOCOL_ALL, 0);
    }

    /**
     * The route of a NEWROUTE or DELROUTE; null if it is not of IPv6 or a cached copy of another.
     *
     * @throws MalformedMessageException if the bytes are not such a message
     */
    @Nullable
    static KernelRoute decode(NetlinkMessage message) throws MalformedMessageException {
        int length = message.int8(1);
        int table = message.int8(4);
        if (message.int8(0) != AF_INET6 || (message.int32(8) & CLONED) != 0) {
            return null;
        }
        if (length > 128) {
            throw new MalformedMessageException("prefix length " + length);
        }
        Ipv6Address address = new Ipv6Address(0, 0);
        int metric = 0;
        int nexthopId = 0;
        int interfaceIndex = 0;
        Attributes attributes = message.attributes(FIXED_BYTES);
        while (attributes.next()) {
            switch (attributes.type()) {
                case RTA_DST -> address = attributes.address();
                case RTA_PRIORITY -> metric = attributes.int32();
                case RTA_TABLE -> table = attributes.int32();
                case RTA_NH_ID -> nexthopId = attributes.int32();
                case RTA_OIF -> interfaceIndex = attributes.int32();
                case RTA_MULTIPATH -> interfaceIndex = attributes.int32(MULTIPATH_INTERFACE_OFFSET);
                default -> {
                    // Flags and caches: not ours to compare.
                }
            }
        }
        return new KernelRoute(new Prefix(address, length).network(), table, message.int8(5), metric, message.int8(7),
                nexthopId, interfaceIndex);
    }

    private static void delete(MessageWriter out, Prefix network, int metric, int type) {
        out.begin(DELROUTE, 0);
        fixed(out, network.length(), type);
        out.attribute(RTA_DST, network.address()).attribute(RTA_PRIORITY, metric);
    }

    private static void fixed(MessageWriter out, int prefixLength, int type) {
        fixed(out, prefixLength, KernelRoute.TABLE_MAIN, KernelRoute.PROTOCOL, type);
    }

    private static void fixed(MessageWriter out, int prefixLength, int table, int protocol, int type) {
        out.int8(AF_INET6).int8(prefixLength).int8(0).int8(0).int8(table).int8(protocol).int8(0).int8(type).int32(0);
    }
}
