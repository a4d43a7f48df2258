package io.ddm.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their content, two spaces apart, the last one not padded. Headings are dim on a terminal. */
final class Table {

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
    }

    void print(PrintWriter out, Terminal terminal) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        line(out, headings, widths, terminal);
        rows.forEach(row -> line(out, row, widths, Terminal.PLAIN));
        out.flush();
    }

    private static void line(PrintWriter out, List<String> cells, int[] widths, Terminal terminal) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            out.print(terminal.dim(cell));
            if (column + 1 < widths.length) {
                out.print(" ".repeat(widths[column] - cell.length() + 2));
            }
        }
        out.print('\n');
    }
}
