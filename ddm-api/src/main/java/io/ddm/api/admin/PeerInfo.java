package io.ddm.api.admin;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;

/**
 * A peer as the API tells of it.
 *
 * @param status where its interface stands
 * @param duration for how long; zero from an API that does not say
 * @param address the peer's link-local address
 * @param host the peer's router id
 * @param kind what the peer is for
 */
public record PeerInfo(Status status, Duration duration, Ipv6Address address, String host, RouterKind kind) {

    /** The states of an interface, in the API's spelling. */
    public enum Status {
        /** Not usable yet. */
        Init("NoContact"),
        /** Asking for a neighbour. */
        Solicit("NoContact"),
        /** Exchanging prefixes. */
        Exchange("Active"),
        /** The reference's schema has it; nobody sends it. */
        Expired("Expired");

        private final String v1;

        Status(String v1) {
            this.v1 = v1;
        }

        /** The word of version 1.0.0. */
        String v1() {
            return v1;
        }
    }
}
