package io.ddm.cli.view;

import java.util.List;
import java.util.function.Function;

/**
 * Records of one type, a row each; shown with its headings even without rows.
 *
 * @param <R> the type of a record
 * @param columns the columns, left to right
 * @param rows the records, top to bottom
 */
public record Table<R>(List<Column<R>> columns, List<R> rows) implements View {

    /**
     * One column.
     *
     * @param <R> the type of a record
     * @param heading the name of the column
     * @param cell the text of a record in this column; may contain any character
     */
    public record Column<R>(String heading, Function<? super R, String> cell) {}

    /** Copies both lists. */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    @Override
    public void renderWith(Renderer renderer) {
        renderer.table(this);
    }
}
