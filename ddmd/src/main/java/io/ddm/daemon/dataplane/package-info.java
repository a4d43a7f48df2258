/**
 * What the forwarding plane is to the daemon: a place that is told what shall be true and makes it so.
 *
 * <p>The {@link io.ddm.daemon.dataplane.Dataplane} is the port; {@code linux} speaks netlink, {@code none} remembers
 * nothing. Events in: {@link io.ddm.fsm.rib.FibChange}s of the core, from the event loop. Events out: none, only the
 * {@link io.ddm.daemon.dataplane.DataplaneStatus} that anybody may read. It may import {@code io.ddm.fsm.model} and
 * {@code io.ddm.fsm.rib}, and nothing else of the project.
 */
@NullMarked
package io.ddm.daemon.dataplane;

import org.jspecify.annotations.NullMarked;
