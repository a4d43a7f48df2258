package io.ddm.api.admin;

import java.util.UUID;

/**
 * As whom to report metrics.
 *
 * @param rackId the rack
 * @param sledId the sled in it
 */
public record StatsRequest(UUID rackId, UUID sledId) {}
