/**
 * Metrics, derived from the stream of events and effects and from tables at the moment of a scrape: on the admin API's
 * port and, when enabled, on a port of their own. Imports {@code health}, {@code http}, {@code access} and {@code log}.
 */
@NullMarked
package io.ddm.daemon.metrics;

import org.jspecify.annotations.NullMarked;
