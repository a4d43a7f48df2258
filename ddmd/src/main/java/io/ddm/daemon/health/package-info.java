/**
 * What is wrong and how far the start has come: one list of problems for the log, the metrics and {@code /ready}.
 * {@link io.ddm.daemon.health.ProblemKind} is the catalog, {@link io.ddm.daemon.health.Health} finds the problems.
 * Imports the status types of {@code dataplane} and {@code store}, and the reports of {@code fsm}.
 */
@NullMarked
package io.ddm.daemon.health;

import org.jspecify.annotations.NullMarked;
