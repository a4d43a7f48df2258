package io.ddm.cli;

import io.ddm.api.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces apart, the last one not padded. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row with a cell for each heading. */
    void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(PrintableText.cell(cell));
        }
        rows.add(row);
    }

    /** Prints the headings, also if there are no rows. */
    void print(Terminal terminal) {
        int[] widths = new int[headings.size()];
        widen(widths, headings);
        rows.forEach(row -> widen(widths, row));
        StringBuilder text = new StringBuilder();
        append(text, headings, headings.stream().map(terminal::dim).toList(), widths);
        rows.forEach(row -> append(text, row, row, widths));
        terminal.out().print(text);
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
        }
    }

    /**
     * @param styled the cells as they are printed; the escape sequences in them have no width
     */
    private static void append(StringBuilder text, List<String> cells, List<String> styled, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append(styled.get(i));
            if (i < widths.length - 1) {
                text.repeat(' ', widths[i] - DisplayWidth.of(cells.get(i))).append(GAP);
            }
        }
        text.append('\n');
    }
}
