package io.ddm.cli.stat;

import org.jspecify.annotations.Nullable;

/**
 * A field that can be shown, as a column or with {@code -P}.
 *
 * @param <R> the records that have it
 * @param name its name in upper case
 * @param width its width as a column, the blank behind it included
 * @param value its value
 */
record Field<R>(String name, int width, Value<R> value) {

    /** What is shown of a value that cannot be shown. */
    static final String FAILED = "?";

    /** The value of a field. */
    @FunctionalInterface
    interface Value<R> {
        /** The value of a record; empty if it has none, null if it cannot be shown. */
        @Nullable
        String of(R shown);
    }

    /** The value of a record as text; empty if it has none. */
    String text(R shown) {
        String text = value.of(shown);
        return text == null ? FAILED : text;
    }
}
