/**
 * {@code ddmadm}: what a person types to see and to steer a router.
 *
 * <p>{@link io.ddm.cli.Ddmadm} reads the arguments, one class per noun holds that noun's verbs, {@link
 * io.ddm.cli.Table} and {@link io.ddm.cli.Terminal} put the answer on the screen. The verbs, their flags and their
 * output are those of the reference, so scripts need not change. Data goes to standard output, words to standard error;
 * all arguments are checked before anything is sent. Exit codes: 0 done, 1 not done, 2 bad arguments.
 *
 * <p>Imports: picocli, the admin client of {@code ddm-api}, the model of {@code fsm}. It starts anew for each command,
 * so nothing that is slow to load comes in.
 */
@NullMarked
package io.ddm.cli;

import org.jspecify.annotations.NullMarked;
