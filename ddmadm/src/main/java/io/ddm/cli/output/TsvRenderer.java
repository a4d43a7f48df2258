package io.ddm.cli.output;

import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Renderer;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Terminal;

/**
 * Shows each record as a line of values with tabs between them, after a line with the keys. Nothing is an empty value;
 * control characters in a value are escaped, so that a tab is always a separator.
 */
final class TsvRenderer implements Renderer {

    private static final String TAB = "\t";

    private final Terminal terminal;
    private final boolean hasHeadings;

    TsvRenderer(Terminal terminal, boolean hasHeadings) {
        this.terminal = terminal;
        this.hasHeadings = hasHeadings;
    }

    @Override
    public <R> void table(Table<R> table) {
        if (hasHeadings) {
            print(String.join(TAB, table.columns().stream().map(Column::key).toList()));
        }
        for (R row : table.rows()) {
            print(String.join(TAB, table.columns()
                    .stream()
                    .map(column -> PrintableText.line(column.value().apply(row).plain()))
                    .toList()));
        }
    }

    @Override
    public void blocks(Blocks blocks) {
        for (Blocks.Block block : blocks.blocks()) {
            for (Blocks.Field field : block.fields()) {
                print(String.join(TAB, PrintableText.line(block.heading()), field.label(),
                        PrintableText.line(String.join(",", field.cells()))));
            }
        }
    }

    @Override
    public void notes(Notes notes) {
        notes.lines().forEach(terminal::note);
    }

    private void print(String line) {
        terminal.out().print(line + "\n");
    }
}
