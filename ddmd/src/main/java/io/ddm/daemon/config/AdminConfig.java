package io.ddm.daemon.config;

import io.ddm.daemon.access.AccessConfig;
import java.net.InetAddress;

/**
 * How operators and programs reach the daemon.
 *
 * @param address where the admin API and the metrics listener listen
 * @param port TCP port of the admin API; 0 for any free one
 * @param stats the metrics listener
 * @param access who may administer and who may exchange
 */
public record AdminConfig(InetAddress address, int port, StatsConfig stats, AccessConfig access) {}
