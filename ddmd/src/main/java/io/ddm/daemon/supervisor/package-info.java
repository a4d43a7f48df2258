/**
 * What the daemon says to the service manager that has started it ({@code sd_notify(3)}): that it serves, how it is,
 * that it reloads or stops, and that its router's event loop runs. {@link io.ddm.daemon.supervisor.Supervisor} sends
 * it, {@link io.ddm.daemon.supervisor.StatusLine} words it.
 */
@NullMarked
package io.ddm.daemon.supervisor;

import org.jspecify.annotations.NullMarked;
