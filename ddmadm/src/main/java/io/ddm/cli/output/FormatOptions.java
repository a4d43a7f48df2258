package io.ddm.cli.output;

import io.ddm.cli.view.Renderer;
import io.ddm.cli.view.Terminal;
import io.ddm.cli.view.TextRenderer;
import io.ddm.cli.view.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how an answer is shown; the same for every verb. */
public final class FormatOptions {

    /** The long name of the option that {@code -o} is short for, where a verb does not use that letter otherwise. */
    public static final String OUTPUT = "--output";

    @Option(
            names = OUTPUT,
            paramLabel = "FORMAT",
            description = "table, wide, json, jsonl or tsv (default: table).")
    private @Nullable OutputFormat format;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never (default: auto, colors on a terminal unless NO_COLOR is set).")
    private @Nullable String color;

    /**
     * Colors the output, or not, as the options say.
     *
     * @throws IllegalArgumentException if the option has another value
     */
    public void applyColor(Terminal terminal) {
        if (color == null || color.equals("auto")) {
            return;
        }
        if (!color.equals("always") && !color.equals("never")) {
            throw new IllegalArgumentException("--color must be auto, always or never, not '" + color + "'");
        }
        terminal.color(color.equals("always"));
    }

    /**
     * The format.
     *
     * @throws IllegalArgumentException if the options contradict each other
     */
    public OutputFormat format() {
        if (json && format != null && format != OutputFormat.JSON) {
            throw new IllegalArgumentException("--json cannot be combined with another --output");
        }
        return json ? OutputFormat.JSON : Optional.ofNullable(format).orElse(OutputFormat.TABLE);
    }

    /**
     * Shows views in this format.
     *
     * @param hasHeadings whether tables have a line with the names of the columns
     * @param context what a JSON document has besides the records
     */
    public Renderer renderer(Terminal terminal, boolean hasHeadings, Optional<Value> context) {
        return switch (format()) {
            case TABLE, WIDE -> new TextRenderer(terminal, hasHeadings);
            case JSON -> new JsonRenderer(terminal, context);
            case JSONL -> new JsonLinesRenderer(terminal);
            case TSV -> new TsvRenderer(terminal, hasHeadings);
        };
    }
}
