/**
 * The nouns beside the reference's verbs: what an operator asks in a day. Each is a {@link io.ddm.cli.verb.Verb}, so
 * formats, errors and exit codes are those of all verbs.
 *
 * <p>Imports: picocli, the admin client, the model of {@code fsm}, the views and the checks.
 */
@NullMarked
package io.ddm.cli.noun;

import org.jspecify.annotations.NullMarked;
