package io.ddm.api.admin;

import java.util.UUID;

/**
 * The labels of the metrics to report.
 *
 * @param rackId the rack
 * @param sledId the sled in it
 */
public record StatsRequest(UUID rackId, UUID sledId) {}
