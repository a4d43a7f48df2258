/**
 * How an answer is shown: the options that every verb has ({@link io.ddm.cli.output.FormatOptions}), those of verbs
 * that show a list ({@link io.ddm.cli.output.ListOptions}), and the formats for programs. The formats are renderers of
 * the same views as the text for people.
 *
 * <p>Imports: picocli, the JSON writer of {@code ddm-api}, the views. No admin client.
 */
@NullMarked
package io.ddm.cli.output;

import org.jspecify.annotations.NullMarked;
