package io.ddm.cli.view;

import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.Blocks.Block;
import java.util.List;

/** Shows views as text: data on standard output, notes on standard error. Escapes every cell. */
public final class TextRenderer {

    private final Terminal terminal;

    /**
     * @param terminal where the text goes
     */
    public TextRenderer(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows one view. */
    public void render(View view) {
        switch (view) {
            case Table<?> table -> terminal.out().print(text(table));
            case Blocks blocks -> printBlocks(blocks.blocks());
            case Notes notes -> notes.lines().forEach(terminal::note);
        }
    }

    private <R> CharSequence text(Table<R> table) {
        TableLayout layout = new TableLayout(table.columns().stream().map(Table.Column::heading).toList());
        for (R row : table.rows()) {
            layout.row(table.columns().stream().map(column -> PrintableText.cell(column.cell().apply(row))).toList());
        }
        return layout.text(terminal::dim);
    }

    private void printBlocks(List<Block> blocks) {
        String separator = "";
        for (Block block : blocks) {
            BlockLayout layout = new BlockLayout(PrintableText.cell(block.heading()));
            block.fields().forEach(field -> layout.row(field.label(), field.cells().stream().map(
                    PrintableText::cell).toList()));
            terminal.out().print(separator);
            terminal.out().print(layout.text(terminal::dim));
            separator = "\n";
        }
    }
}
