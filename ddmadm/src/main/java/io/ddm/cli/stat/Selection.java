package io.ddm.cli.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields that are shown, left to right.
 *
 * @param <R> the records that have them
 * @param fields at least one
 * @param warnings what a person should know about the selection, a sentence each
 */
record Selection<R>(List<Field<R>> fields, List<String> warnings) {

    /** Selects all fields. */
    private static final String ALL = "all";

    /** Without {@code -o}: the first ones that fit, at least one. */
    static <R> Selection<R> fitting(List<Field<R>> all, int columns) {
        List<Field<R>> fields = new ArrayList<>();
        int width = 0;
        for (Field<R> field : all) {
            width += field.width();
            if (!fields.isEmpty() && width > columns) {
                break;
            }
            fields.add(field);
        }
        return new Selection<>(fields, List.of());
    }

    /**
     * The fields of {@code -o}.
     *
     * @param names separated by commas, in any case
     * @param isParseable whether a program reads them: it must not get other fields than those that it asked for
     * @throws IllegalArgumentException if no name is valid, or one is not although a program reads them; the message
     *     says which and lists the valid ones
     */
    static <R> Selection<R> of(List<Field<R>> all, String names, boolean isParseable) {
        if (names.equalsIgnoreCase(ALL)) {
            if (isParseable) {
                throw new IllegalArgumentException("'all' is not allowed with -P, since newer versions may have more"
                        + " fields; name them: " + list(all));
            }
            return new Selection<>(all, List.of());
        }
        List<Field<R>> fields = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            find(all, name).ifPresentOrElse(fields::add, () -> unknown.add(name));
        }
        if (fields.isEmpty() || (isParseable && !unknown.isEmpty())) {
            throw new IllegalArgumentException("'" + unknown.getFirst() + "' is no field of this mode; its fields are "
                    + list(all));
        }
        return new Selection<>(fields,
                unknown.stream().map(name -> "no field '" + name + "' in this mode; it is left out").toList());
    }

    private static <R> Optional<Field<R>> find(List<Field<R>> all, String name) {
        return all.stream().filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
    }

    private static <R> String list(List<Field<R>> all) {
        return String.join(", ", all.stream().map(Field::name).toList());
    }
}
