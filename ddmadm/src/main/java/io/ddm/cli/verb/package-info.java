/**
 * What all verbs of {@code ddmadm} have in common: a {@link io.ddm.cli.verb.Verb} asks the daemon and says what to
 * show; a {@link io.ddm.cli.verb.ListVerb} shows records. Errors ({@link io.ddm.cli.verb.Problem}) and {@link
 * io.ddm.cli.verb.ExitCodes} are the same for each.
 *
 * <p>Imports: picocli, the admin client, the views and the formats. No verb.
 */
@NullMarked
package io.ddm.cli.verb;

import org.jspecify.annotations.NullMarked;
