package io.ddm.api.admin;

import java.util.UUID;

/**
 * Where this router stands, for the metrics of a rack.
 *
 * @param rackId the rack
 * @param sledId the sled in it
 */
public record StatsTarget(UUID rackId, UUID sledId) {}
