/**
 * {@code ddmadm stat}: the columns of each mode, the fields that {@code -o} selects, and the two forms of output. All
 * of it is pure; {@code io.ddm.cli.StatVerb} asks the daemon and prints.
 *
 * <p>The grammar is that of ipmpstat, so that its scripts and habits work: fixed column widths, {@code --} for what is
 * empty, {@code ?} for what cannot be shown, and with {@code -P} fields separated by colons. Imports the documents of
 * {@code ddm-api} and the views.
 */
@NullMarked
package io.ddm.cli.stat;

import org.jspecify.annotations.NullMarked;
