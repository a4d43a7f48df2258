/**
 * What a verb shows, as data ({@link io.ddm.cli.view.View}), and how a terminal shows it ({@link
 * io.ddm.cli.view.TextRenderer}).
 *
 * <p>A view knows neither where its records come from nor how they are printed, so another output format is another
 * {@link io.ddm.cli.view.Renderer} of the same views. Cells and notes may contain text that a peer chose; the renderer
 * escapes all of it.
 *
 * <p>Imports: the text escapes of {@code ddm-api}. No picocli, no admin client.
 */
@NullMarked
package io.ddm.cli.view;

import org.jspecify.annotations.NullMarked;
