package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import org.jspecify.annotations.Nullable;

/** What netlink messages about IPv6 routes say; the fixed part is {@code struct rtmsg}. */
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
    private static final int TABLE_ALL = 0;
    private static final int TABLE_MAIN = 254;
    private static final int PROTOCOL_ALL = 0;
    private static final int UNICAST = 1;
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

    /**
     * A route, whoever made it.
     *
     * @param table RT_TABLE_* or the number of a table
     * @param protocol RTPROT_*
     * @param metric several routes of one network in one table differ in it
     * @param type RTN_*
     * @param nexthopId the nexthop object it points at, 0 if at none
     * @param interfaceIndex the first interface it leads to, 0 if the message names none
     */
    record Line(Prefix network, int table, int protocol, int metric, int type, int nexthopId, int interfaceIndex) {

        /** Whether it is of our protocol and in the table that we manage. */
        boolean isOurs() {
            return protocol == PROTOCOL && table == TABLE_MAIN;
        }

        /** Whether we would have made such a route. */
        boolean isPlain() {
            return isOurs() && metric == METRIC && type == UNICAST;
        }

        /** Whether the kernel prefers this foreign route to one of ours for the same network. */
        boolean isPreferredToOurs() {
            return !isOurs() && table == TABLE_MAIN && Integer.compareUnsigned(metric, METRIC) < 0;
        }

        /** What a route of this type does to a packet, as {@code ip route} names it; empty for a unicast route. */
        String typeName() {
            return switch (type) {
                case UNICAST -> "";
                case 6 -> "blackhole";
                case 7 -> "unreachable";
                case 8 -> "prohibit";
                default -> "type " + type;
            };
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
        delete(out, route.network(), route.metric(), route.type());
    }

    static void delete(MessageWriter out, Prefix network) {
        delete(out, network, METRIC, UNICAST);
    }

    /** Asks for all routes of all protocols and tables: others may use nexthop objects of ours, or win over us. */
    static void dump(MessageWriter out) {
        out.begin(GETROUTE, MessageWriter.DUMP);
        fixed(out, 0, TABLE_ALL, PROTOCOL_ALL, 0);
    }

    /**
     * The route of a NEWROUTE or DELROUTE; null if it is not of IPv6 or a cached copy of another.
     *
     * @throws MalformedMessageException if the bytes are no such message
     */
    @Nullable
    static Line decode(NetlinkMessage message) throws MalformedMessageException {
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
        return new Line(new Prefix(address, length).network(), table, message.int8(5), metric, message.int8(7),
                nexthopId, interfaceIndex);
    }

    /** The name of a routing protocol as {@code ip route} shows it; its number if it has none. */
    static String protocolName(int protocol) {
        return switch (protocol) {
            case 1 -> "redirect";
            case 2 -> "kernel";
            case 3 -> "boot";
            case 4 -> "static";
            case 9 -> "ra";
            case 11 -> "zebra";
            case 12 -> "bird";
            case 16 -> "dhcp";
            case 42 -> "babel";
            case 186 -> "bgp";
            case 187 -> "isis";
            case 188 -> "ospf";
            case 189 -> "rip";
            default -> Integer.toString(protocol);
        };
    }

    private static void delete(MessageWriter out, Prefix network, int metric, int type) {
        out.begin(DELROUTE, 0);
        fixed(out, network.length(), type);
        out.attribute(RTA_DST, network.address()).attribute(RTA_PRIORITY, metric);
    }

    private static void fixed(MessageWriter out, int prefixLength, int type) {
        fixed(out, prefixLength, TABLE_MAIN, PROTOCOL, type);
    }

    private static void fixed(MessageWriter out, int prefixLength, int table, int protocol, int type) {
        out.int8(AF_INET6).int8(prefixLength).int8(0).int8(0).int8(table).int8(protocol).int8(0).int8(type).int32(0);
    }
}
