/**
 * The daemon's log: one line for each event, escaped and cut, through a bounded queue to standard error, so that a
 * reader that stalls loses lines but does not stop the router. Loggers have the short names of
 * {@link io.ddm.daemon.log.LogNames}.
 */
@NullMarked
package io.ddm.daemon.log;

import org.jspecify.annotations.NullMarked;
