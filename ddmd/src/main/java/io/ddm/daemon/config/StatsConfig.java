package io.ddm.daemon.config;

import io.ddm.api.admin.StatsRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * What the operator said about the metrics listener.
 *
 * @param port its TCP port; 0 for any free one
 * @param atStart whether it runs from the start; it also needs to know rack and sled
 * @param rackId the rack that this router is in, if known
 * @param sledId the sled that this router is on, if known
 */
public record StatsConfig(int port, boolean atStart, Optional<UUID> rackId, Optional<UUID> sledId) {

    /** As whom to report, if both are known. */
    public Optional<StatsRequest> identity() {
        return rackId.flatMap(rack -> sledId.map(sled -> new StatsRequest(rack, sled)));
    }
}
