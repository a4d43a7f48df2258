package io.ddm.daemon.config.file;

import java.util.List;

/**
 * One key of a file with its value.
 *
 * @param key its name at the top level
 * @param line where it is, from 1
 * @param form what its value is
 * @param items the value as text; of a list each element, of a table or a date none
 */
public record TomlEntry(String key, int line, Form form, List<Item> items) {

    /** What a value is in TOML. */
    public enum Form {
        /** Text in quotes. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        TRUTH,
        /** A list of texts. */
        LIST,
        /** A table, or a list of tables. */
        TABLE,
        /** Anything else, such as a date, a fraction or a list of numbers. */
        OTHER
    }

    /**
     * A single value.
     *
     * @param text what it says
     * @param line where it is, from 1
     */
    public record Item(String text, int line) {}

    public TomlEntry {
        items = List.copyOf(items);
    }
}
