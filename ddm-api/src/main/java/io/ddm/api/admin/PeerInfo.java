package io.ddm.api.admin;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.Optional;

/**
 * The neighbor on an interface, as the admin API shows it.
 *
 * @param state the state of the session with it
 * @param duration time in that state
 * @param address its link-local address
 * @param host its router id
 * @param kind what it is for
 * @param interfaceName the interface that it is behind; empty below version 3.0.0
 */
public record PeerInfo(PeerState state, Duration duration, Ipv6Address address, String host, RouterKind kind,
        Optional<String> interfaceName) {

    /**
     * @throws IllegalArgumentException if the duration is negative
     */
    public PeerInfo {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a state cannot last " + duration);
        }
    }
}
