package io.ddm.api.admin;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.Optional;

/**
 * One configured interface, as the admin API shows it.
 *
 * @param name its configured name
 * @param address our link-local address on it; {@code ::} while it cannot be used
 * @param state state of its state machine
 * @param duration time in that state
 * @param peer the neighbor behind it, in session
 * @param stats its counters
 */
public record InterfaceInfo(String name, Ipv6Address address, PeerState state, Duration duration, Optional<Peer> peer,
        InterfaceStats stats) {

    /**
     * A neighbor.
     *
     * @param address its link-local address
     * @param host its router id
     * @param kind server or transit
     */
    public record Peer(Ipv6Address address, String host, RouterKind kind) {}

    /**
     * @throws IllegalArgumentException if the duration is negative
     */
    public InterfaceInfo {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a state cannot last " + duration);
        }
    }
}
