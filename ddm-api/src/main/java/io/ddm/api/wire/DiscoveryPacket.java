package io.ddm.api.wire;

import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;

/**
 * One discovery datagram.
 *
 * @param version the version that the sender speaks
 * @param solicit whether the sender asks who is there
 * @param advertise whether the sender says that it is there
 * @param kind what the sender is for
 * @param sender the sender's id
 */
public record DiscoveryPacket(ProtocolVersion version, boolean solicit, boolean advertise, RouterKind kind,
        RouterId sender) {

    /**
     * @throws IllegalArgumentException if the packet says nothing
     */
    public DiscoveryPacket {
        if (!solicit && !advertise) {
            throw new IllegalArgumentException("a discovery packet solicits or advertises");
        }
    }
}
