package io.ddm.interop.speaker;

import java.net.Inet6Address;

/** Who is on the other end of a link, by its last advertisement. */
record Neighbor(Inet6Address address, Packet said) {

    /** Whether it is the same to the reference, which does not look at the version. */
    boolean is(Neighbor other) {
        return address.equals(other.address) && said.id().equals(other.said.id()) && said.kind() == other.said.kind();
    }
}
