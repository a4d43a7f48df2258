/**
 * The admin API: thirteen operations for {@code ddmadm}, reconcilers and pollers, as the reference serves them.
 * {@link io.ddm.daemon.admin.AdminServer} knows paths and versions, {@link io.ddm.daemon.admin.AdminHandlers} what they
 * mean. Reads come from an immutable report and never wait; a change is validated whole, stored, then told.
 */
@NullMarked
package io.ddm.daemon.admin;

import org.jspecify.annotations.NullMarked;
