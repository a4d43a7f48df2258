package io.ddm.cli.view;

import java.util.List;

/**
 * Records of one type, a row each; shown with its headings even without rows.
 *
 * @param <R> the type of a record
 * @param schema the name and version of the records for programs, such as {@code ddm.peers/1}; the version changes when
 *     a key changes its meaning or goes
 * @param columns the columns, left to right
 * @param rows the records, top to bottom
 */
public record Table<R>(String schema, List<Column<R>> columns, List<R> rows) implements View {

    /** Copies both lists. */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Only these columns, in the same order of rows. */
    public Table<R> withColumns(List<Column<R>> others) {
        return new Table<>(schema, others, rows);
    }

    @Override
    public void renderWith(Renderer renderer) {
        renderer.table(this);
    }
}
