package io.ddm.cli.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How an answer is shown. */
public enum OutputFormat {
    /** A table for people. */
    TABLE,
    /** The same with more columns. */
    WIDE,
    /** One JSON document. */
    JSON,
    /** One JSON document a line, one for each record. */
    JSONL,
    /** A line for each record, values separated by tabs. */
    TSV;

    private static final String NAMES = Arrays.stream(values())
            .map(OutputFormat::word)
            .collect(Collectors.joining(", "));

    /**
     * Reads a format by its name.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public static OutputFormat parse(String text) {
        for (OutputFormat format : values()) {
            if (format.word().equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("must be one of " + NAMES);
    }

    /** Whether the arguments of a command ask for JSON, valid or not: then its errors are JSON too. */
    public static boolean isJsonAskedFor(String... arguments) {
        String before = "";
        for (String argument : arguments) {
            String value = argument.startsWith("--output=")
                    ? argument.substring("--output=".length())
                    : before.equals("-o") || before.equals("--output") ? argument : "";
            if (argument.equals("--json") || argument.equals("-ojson") || argument.equals("-ojsonl")
                    || value.equals("json") || value.equals("jsonl")) {
                return true;
            }
            before = argument;
        }
        return false;
    }

    /** Whether programs read it. */
    public boolean isForPrograms() {
        return this == JSON || this == JSONL || this == TSV;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
