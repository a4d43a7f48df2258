package io.ddm.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns as wide as their widest cell, two spaces apart; the last column is not padded. */
final class TableLayout {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final int[] widths;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, List<Tone> tones) {}

    /**
     * @param headings one for each column
     */
    TableLayout(List<String> headings) {
        this.headings = headings;
        this.widths = new int[headings.size()];
    }

    /**
     * Adds a row.
     *
     * @param cells one for each heading, without control characters
     * @param tones one for each cell
     */
    void row(List<String> cells, List<Tone> tones) {
        widen(cells);
        rows.add(new Row(cells, tones));
    }

    /**
     * The headings and the rows, a line each.
     *
     * @param hasHeadings whether the headings come first
     * @param heading applied to headings; the escape sequences that it adds have no width
     * @param isColored whether cells have the color of their tone
     */
    CharSequence text(boolean hasHeadings, UnaryOperator<String> heading, boolean isColored) {
        StringBuilder text = new StringBuilder();
        if (hasHeadings) {
            widen(headings);
            append(text, headings, (cell, column) -> heading.apply(cell));
        }
        rows.forEach(row -> append(text, row.cells,
                (cell, column) -> isColored ? row.tones.get(column).color(cell) : cell));
        return text;
    }

    private interface Style {
        String apply(String cell, int column);
    }

    private void widen(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
        }
    }

    private void append(StringBuilder text, List<String> cells, Style style) {
        for (int i = 0; i < widths.length; i++) {
            text.append(style.apply(cells.get(i), i));
            if (i < widths.length - 1) {
                text.repeat(' ', widths[i] - DisplayWidth.of(cells.get(i))).append(GAP);
            }
        }
        text.append('\n');
    }
}
