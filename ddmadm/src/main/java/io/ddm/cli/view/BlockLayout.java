package io.ddm.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A heading and indented rows below it, each a label and its cells. Labels are padded to the widest label, first cells
 * to the widest first cell that another cell follows; further cells are not padded.
 */
final class BlockLayout {

    private static final String GAP = "  ";

    private record Row(String label, List<String> cells) {}

    private final String heading;
    private final List<Row> rows = new ArrayList<>();
    private int labelWidth;
    private int firstCellWidth;

    BlockLayout(String heading) {
        this.heading = heading;
    }

    /**
     * Adds a row.
     *
     * @param cells at least one, without control characters
     */
    void row(String label, List<String> cells) {
        rows.add(new Row(label, cells));
        labelWidth = Math.max(labelWidth, DisplayWidth.of(label));
        if (cells.size() > 1) {
            firstCellWidth = Math.max(firstCellWidth, DisplayWidth.of(cells.getFirst()));
        }
    }

    /**
     * The heading and the rows, a line each.
     *
     * @param style applied to labels; the escape sequences that it adds have no width
     */
    CharSequence text(UnaryOperator<String> style) {
        StringBuilder text = new StringBuilder(heading).append('\n');
        for (Row row : rows) {
            text.append(GAP).append(style.apply(row.label)).repeat(' ', labelWidth - DisplayWidth.of(row.label));
            String first = row.cells.getFirst();
            text.append(GAP).append(first);
            if (row.cells.size() > 1) {
                text.repeat(' ', firstCellWidth - DisplayWidth.of(first));
                row.cells.subList(1, row.cells.size()).forEach(cell -> text.append(GAP).append(cell));
            }
            text.append('\n');
        }
        return text;
    }
}
