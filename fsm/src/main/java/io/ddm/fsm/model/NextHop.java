package io.ddm.fsm.model;

import org.jspecify.annotations.Nullable;

/**
 * Where packets are handed to: a neighbor's link-local address on one of our interfaces. The same address may stand
 * on several interfaces, so the index is part of its identity.
 *
 * @param interfaceIndex the kernel's index of our interface
 * @param gateway the neighbor's link-local address
 */
public record NextHop(int interfaceIndex, Ipv6Address gateway) implements Comparable<NextHop> {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NextHop hop && interfaceIndex == hop.interfaceIndex && gateway.equals(hop.gateway);
    }

    @Override
    public int hashCode() {
        return 31 * interfaceIndex + gateway.hashCode();
    }

    @Override
    public int compareTo(NextHop other) {
        return interfaceIndex != other.interfaceIndex
                ? Integer.compare(interfaceIndex, other.interfaceIndex)
                : gateway.compareTo(other.gateway);
    }

    /** Like {@code fe80::1 on interface 2}. */
    @Override
    public String toString() {
        return gateway + " on interface " + interfaceIndex;
    }
}
