/**
 * The routes of this router in whatever forwards its packets.
 *
 * <p>Two ports. {@link io.ddm.daemon.dataplane.Dataplane} is what the daemon sees: desired routes in, a status out.
 * {@link io.ddm.daemon.dataplane.ForwardingPlane} is what a kernel or a switch has to be able to do: carry out a batch
 * of changes, say which routes it has, report events. Everything in between is decided here, once, and knows no kernel:
 * {@code PendingChanges} (requests of other threads), {@code Reconciler} (desired against actual routes),
 * {@code AuditSchedule} (when to compare), {@code ReconcileLoop} (one step of the work, without thread and clock), and
 * {@link io.ddm.daemon.dataplane.ReconciledDataplane} (the thread). Implementations are packages of their own beside
 * each other: {@code linux} speaks netlink, {@code none} installs nothing.
 *
 * <p>Events in: {@link io.ddm.fsm.rib.FibChange}s of the core, from the event loop. Events out: none, only the
 * {@link io.ddm.daemon.dataplane.DataplaneStatus} that any thread may read. It may import {@code io.ddm.fsm.model} and
 * {@code io.ddm.fsm.rib}, and nothing else of the project; in particular neither an implementation nor
 * {@code io.ddm.daemon.linux}.
 */
@NullMarked
package io.ddm.daemon.dataplane;

import org.jspecify.annotations.NullMarked;
