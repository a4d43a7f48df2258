package io.ddm.cli.output;

import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Renderer;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Terminal;

/** Shows each record as a JSON document on a line of its own. */
final class JsonLinesRenderer implements Renderer {

    private final Terminal terminal;

    JsonLinesRenderer(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <R> void table(Table<R> table) {
        for (R row : table.rows()) {
            print(JsonValues.document(table.schema(), out -> JsonValues.writeRow(out, table.columns(), row)));
        }
    }

    @Override
    public void blocks(Blocks blocks) {
        for (Blocks.Block block : blocks.blocks()) {
            print(JsonValues.document(JsonValues.BLOCKS_SCHEMA, out -> JsonValues.writeBlock(out, block)));
        }
    }

    @Override
    public void notes(Notes notes) {
        for (String line : notes.lines()) {
            print(JsonValues.document(JsonValues.RESULT_SCHEMA, out -> out.writeString(line)));
        }
    }

    private void print(String document) {
        terminal.out().print(document + "\n");
    }
}
