/**
 * The checks of {@code ddmadm doctor}. {@link io.ddm.cli.doctor.HostChecks} and {@link
 * io.ddm.cli.doctor.LinkChecks} look at the machine and need no daemon; {@link io.ddm.cli.doctor.DaemonChecks} groups
 * the problems that the daemon reports, which are the same as those of {@code GET /ready}, its log and its metrics.
 *
 * <p>Imports: the status of the admin API. No picocli.
 */
@NullMarked
package io.ddm.cli.doctor;

import org.jspecify.annotations.NullMarked;
