package io.ddm.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns as wide as their widest cell, two spaces apart; the last column is not padded. */
final class TableLayout {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param headings one for each column
     */
    TableLayout(List<String> headings) {
        this.headings = headings;
        this.widths = new int[headings.size()];
        widen(headings);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each heading, without control characters
     */
    void row(List<String> cells) {
        widen(cells);
        rows.add(cells);
    }

    /**
     * The headings and the rows, a line each.
     *
     * @param style applied to headings; the escape sequences that it adds have no width
     */
    CharSequence text(UnaryOperator<String> style) {
        StringBuilder text = new StringBuilder();
        append(text, headings, style);
        rows.forEach(row -> append(text, row, UnaryOperator.identity()));
        return text;
    }

    private void widen(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
        }
    }

    private void append(StringBuilder text, List<String> cells, UnaryOperator<String> style) {
        for (int i = 0; i < widths.length; i++) {
            text.append(style.apply(cells.get(i)));
            if (i < widths.length - 1) {
                text.repeat(' ', widths[i] - DisplayWidth.of(cells.get(i))).append(GAP);
            }
        }
        text.append('\n');
    }
}
