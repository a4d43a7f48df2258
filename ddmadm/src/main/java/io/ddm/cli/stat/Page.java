package io.ddm.cli.stat;

import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.OverflowLayout;
import io.ddm.cli.view.ScreenSize;
import java.util.List;
import java.util.function.Supplier;

/**
 * Records as text. For people: columns, with their names above the first record and again above each screenful. For
 * programs: fields separated by colons, with a backslash before each colon and backslash in a value, unless it is the
 * only one.
 *
 * @param <R> the records
 */
public final class Page<R> {

    /** What is shown of an empty value. */
    private static final String EMPTY = "--";

    private final List<Field<R>> fields;
    private final boolean isParseable;
    private final Supplier<ScreenSize> size;
    private final OverflowLayout layout;
    private int rowsLeft;

    /**
     * @param isParseable whether a program reads it
     * @param size of the screen, asked for above each screenful
     */
    Page(Selection<R> selection, boolean isParseable, Supplier<ScreenSize> size) {
        this.fields = selection.fields();
        this.isParseable = isParseable;
        this.size = size;
        this.layout = new OverflowLayout(fields.stream().map(Field::width).toList());
    }

    /** A record as one line, with a line of names above it if a screenful begins; with line breaks. */
    public String lines(R shown) {
        List<String> values = fields.stream().map(field -> PrintableText.cell(field.text(shown))).toList();
        if (isParseable) {
            return parseable(values) + "\n";
        }
        String line = layout.line(values.stream().map(value -> value.isEmpty() ? EMPTY : value).toList()) + "\n";
        if (rowsLeft > 0) {
            rowsLeft--;
            return line;
        }
        rowsLeft = size.get().rows() - 2;
        return layout.line(fields.stream().map(Field::name).toList()) + "\n" + line;
    }

    private static String parseable(List<String> values) {
        if (values.size() == 1) {
            return values.getFirst();
        }
        return String.join(":", values.stream().map(value -> value.replace("\\", "\\\\").replace(":", "\\:")).toList());
    }
}
