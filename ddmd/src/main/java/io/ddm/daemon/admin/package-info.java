/**
 * The admin API: thirteen operations for {@code ddmadm}, reconcilers and pollers, as the reference serves them, and
 * from version 3.0.0 on four about interfaces. {@link io.ddm.daemon.admin.AdminServer} knows paths and versions,
 * {@link io.ddm.daemon.admin.AdminHandlers} and {@link io.ddm.daemon.admin.InterfaceHandlers} what they mean;
 * {@link io.ddm.daemon.admin.DynamicInterfaces} is the set of interfaces that programs add and remove. Reads come from
 * an immutable report and never wait; a change is validated whole, stored, then told.
 */
@NullMarked
package io.ddm.daemon.admin;

import org.jspecify.annotations.NullMarked;
