package io.ddm.daemon;

import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.RefusalLog;

/**
 * What is known about the running router.
 *
 * @param metrics what is counted; any thread
 * @param refusals counts and logs requests of operators that are refused; any thread
 * @param lag how late the router's event loop is; any thread
 * @param health what is wrong; on the router's event loop
 * @param readiness how far the start has come; on the router's event loop
 */
record Telemetry(Metrics metrics, RefusalLog refusals, EventLoopMonitor lag, Health health, Readiness readiness) {}
