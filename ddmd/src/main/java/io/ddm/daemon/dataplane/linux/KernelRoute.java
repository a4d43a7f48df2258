package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Prefix;

/**
 * An IPv6 route in the kernel, whichever process made it.
 *
 * @param network its destination, host bits cleared
 * @param table RT_TABLE_* or the number of a table
 * @param protocol RTPROT_*
 * @param metric several routes of one network in one table differ in it
 * @param type RTN_*
 * @param nexthopId the nexthop object or group that it points at, 0 for none
 * @param interfaceIndex the first interface it leads to, 0 if the message names none
 */
record KernelRoute(Prefix network, int table, int protocol, int metric, int type, int nexthopId, int interfaceIndex) {

    /** RT_TABLE_MAIN: the table that we manage. */
    static final int TABLE_MAIN = 254;
    /** The routing protocol (rtm_protocol, nh_protocol) of everything that is ours. */
    static final int PROTOCOL = 221;
    /**
     * The metric of our routes. One more than {@code ip route add} gives: a route that an operator added wins, and our
     * replacing never hits it, because the kernel replaces by network and metric, whichever protocol the route is of.
     */
    static final int METRIC = 1025;
    /** RTN_UNICAST. */
    static final int UNICAST = 1;

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

    /** The name of its protocol as {@code ip route} shows it; the number if it has none. */
    String protocolName() {
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
}
