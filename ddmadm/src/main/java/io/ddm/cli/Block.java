package io.ddm.cli;

import io.ddm.api.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A heading and rows below it, each a label and its cells. Labels are as wide as the widest one, first cells as wide as
 * the widest one that another cell follows; further cells stand two spaces apart.
 */
final class Block {

    private static final String GAP = "  ";

    private final String heading;
    private final List<List<String>> rows = new ArrayList<>();

    Block(String heading) {
        this.heading = PrintableText.cell(heading);
    }

    /** Adds a row. */
    void row(String label, String... cells) {
        rows.add(Stream.concat(Stream.of(label), Stream.of(cells)).map(PrintableText::cell).toList());
    }

    /** Prints the heading and the rows. */
    void print(Terminal terminal) {
        int label = width(0);
        int first = width(1);
        StringBuilder text = new StringBuilder(heading).append('\n');
        for (List<String> row : rows) {
            text.append(GAP).append(terminal.dim(row.getFirst())).repeat(' ', label - DisplayWidth.of(row.getFirst()));
            text.append(GAP).append(row.get(1));
            for (int i = 2; i < row.size(); i++) {
                text.repeat(' ', i == 2 ? first - DisplayWidth.of(row.get(1)) : 0).append(GAP).append(row.get(i));
            }
            text.append('\n');
        }
        terminal.out().print(text);
    }

    /** The widest cell in a column, of those that are not the last in their row. */
    private int width(int column) {
        return rows.stream().filter(row -> row.size() > column + 1).mapToInt(
                row -> DisplayWidth.of(row.get(column))).max().orElse(
                        0);
    }
}
