package io.ddm.cli.view;

import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;

/** Shows views as text: data on standard output, notes on standard error. Escapes every cell. */
public final class TextRenderer implements Renderer {

    private final Terminal terminal;
    private final boolean hasHeadings;

    /**
     * @param terminal where the text goes
     */
    public TextRenderer(Terminal terminal) {
        this(terminal, true);
    }

    /**
     * @param terminal where the text goes
     * @param hasHeadings whether tables have a line with the headings
     */
    public TextRenderer(Terminal terminal, boolean hasHeadings) {
        this.terminal = terminal;
        this.hasHeadings = hasHeadings;
    }

    @Override
    public <R> void table(Table<R> table) {
        TableLayout layout = new TableLayout(table.columns().stream().map(Column::heading).toList());
        for (R row : table.rows()) {
            layout.row(table.columns().stream().map(column -> PrintableText.cell(column.cell().apply(row))).toList(),
                    table.columns().stream().<Tone>map(column -> column.tone().apply(row)).toList());
        }
        terminal.out().print(layout.text(hasHeadings, terminal::dim, terminal.colored()));
    }

    @Override
    public void blocks(Blocks blocks) {
        String separator = "";
        for (Block block : blocks.blocks()) {
            BlockLayout layout = new BlockLayout(PrintableText.cell(block.heading()));
            for (Field field : block.fields()) {
                layout.row(field.label(), field.cells().stream().map(PrintableText::cell).toList());
            }
            terminal.out().print(separator);
            terminal.out().print(layout.text(terminal::dim));
            separator = "\n";
        }
    }

    @Override
    public void notes(Notes notes) {
        notes.lines().forEach(terminal::note);
    }
}
