/**
 * What operators can see: metrics, derived from the stream of events and effects and from the tables at the moment of
 * asking; on the admin API's port and, when switched on, on a port of their own.
 */
@NullMarked
package io.ddm.daemon.observe;

import org.jspecify.annotations.NullMarked;
