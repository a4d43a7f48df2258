package io.ddm.fsm.model;

import java.util.Comparator;

/**
 * Where packets are handed to: a neighbour's link-local address on one of our interfaces. The same address may stand
 * on several interfaces, so the index is part of its identity.
 *
 * @param interfaceIndex the kernel's index of our interface
 * @param gateway the neighbour's link-local address
 */
public record NextHop(int interfaceIndex, Ipv6Address gateway) implements Comparable<NextHop> {

    private static final Comparator<NextHop> ORDER = Comparator.comparingInt(NextHop::interfaceIndex).thenComparing(
            NextHop::gateway);

    @Override
    public int compareTo(NextHop other) {
        return ORDER.compare(this, other);
    }
}
