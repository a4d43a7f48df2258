package io.ddm.cli.output;

import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Renderer;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Terminal;
import io.ddm.cli.view.Value;
import java.util.Optional;

/** Shows a view as one JSON document on one line. */
final class JsonRenderer implements Renderer {

    private final Terminal terminal;
    private final Optional<Value> context;

    /**
     * @param context what a document has besides the records, in a field of its own
     */
    JsonRenderer(Terminal terminal, Optional<Value> context) {
        this.terminal = terminal;
        this.context = context;
    }

    @Override
    public <R> void table(Table<R> table) {
        print(JsonValues.document(table.schema(), context, out -> JsonValues.writeRows(out, table)));
    }

    @Override
    public void blocks(Blocks blocks) {
        print(JsonValues.document(JsonValues.BLOCKS_SCHEMA, out -> {
            out.writeStartArray();
            for (Blocks.Block block : blocks.blocks()) {
                JsonValues.writeBlock(out, block);
            }
            out.writeEndArray();
        }));
    }

    /** A program that asks for JSON gets a document in any case, and the remarks in it. */
    @Override
    public void notes(Notes notes) {
        print(JsonValues.document(JsonValues.RESULT_SCHEMA, out -> JsonValues.writeTexts(out, notes.lines())));
    }

    private void print(String document) {
        terminal.out().print(document + "\n");
    }
}
