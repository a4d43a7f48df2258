/**
 * {@code /stat}, {@code /stat/addresses} and {@code /stat/probes}: interfaces, groups, destinations, targets and probes
 * for operators. {@link io.ddm.daemon.admin.stat.StatHandlers} answers from two ports:
 * {@link io.ddm.daemon.admin.stat.StatSource} is the router at one moment, {@link io.ddm.daemon.admin.stat.ProbeFeed}
 * are the probes as they finish. {@link io.ddm.daemon.admin.stat.ForwardingView} derives the documents from what the
 * router reports, on a worker. {@link io.ddm.daemon.admin.stat.RoleHandlers} takes interfaces out of use and puts them
 * back.
 *
 * <p>Imports {@code admin}, {@code admin.events}, {@code http}, and the reports of {@code fsm}.
 */
@NullMarked
package io.ddm.daemon.admin.stat;

import org.jspecify.annotations.NullMarked;
