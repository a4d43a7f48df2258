package io.ddm.fsm.model;

import java.util.Locale;

/**
 * Who is at the other end of a link, as its advertisements say. A change in any part is a new session.
 *
 * @param address the link-local address that it speaks from
 * @param id its router id, which the API calls {@code host}
 * @param kind whether it redistributes
 * @param version the version that it speaks; we answer in the same
 */
public record PeerIdentity(Ipv6Address address, RouterId id, RouterKind kind, ProtocolVersion version) {

    /** For people: {@code s1 (fe80::1, server, v2)}. */
    public String describe() {
        return id + " (" + address + ", " + kind.name().toLowerCase(Locale.ROOT) + ", v" + version.number() + ")";
    }
}
