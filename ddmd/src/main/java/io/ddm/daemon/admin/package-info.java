/**
 * The admin API, as the reference serves it and with operations of our own. {@link io.ddm.daemon.admin.RouteTable}
 * knows every operation as data (method, path, version, role, handler) and derives from it what is served and what is
 * not; the rows stand with the {@link io.ddm.daemon.admin.Handlers} of each noun: peers, prefixes, tunnels, interfaces,
 * health, metrics, the process, the API's own description. {@link io.ddm.daemon.admin.AdminServer} has the listeners.
 *
 * <p>Reads come from an immutable report and never wait. {@link io.ddm.daemon.admin.OriginChanges} holds the rule of
 * changes: checked as a whole, stored, submitted to the router, acknowledged.
 * {@link io.ddm.daemon.admin.DynamicInterfaces} is the set of interfaces that programs add and remove.
 */
@NullMarked
package io.ddm.daemon.admin;

import org.jspecify.annotations.NullMarked;
