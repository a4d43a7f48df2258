package io.ddm.cli.view;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One column of a table: a heading and a text for people, a key and a value for programs. The key stays as it is once
 * it was released; the heading may change.
 *
 * @param <R> the type of a record
 * @param heading the name of the column
 * @param key its name for programs, in lower case, with the unit of a number: {@code for_ms}
 * @param cell the text of a record in this column; may contain any character
 * @param value the same for programs
 * @param tone what the text means for an operator
 * @param isWide whether people see it only on request
 * @param isMoving whether the value changes although nothing happens, as the age of something does
 */
public record Column<R>(String heading, String key, Function<? super R, String> cell,
        Function<? super R, Value> value, Function<? super R, Tone> tone, boolean isWide, boolean isMoving) {

    /** A column of texts; its key is the heading in lower case. */
    public static <R> Column<R> of(String heading, Function<? super R, String> cell) {
        return new Column<>(heading, heading.toLowerCase(Locale.ROOT).replace(' ', '_'), cell,
                row -> Value.of(cell.apply(row)), row -> Tone.PLAIN, false, false);
    }

    /** A column of integers. */
    public static <R> Column<R> ofNumbers(String heading, ToLongFunction<? super R> number) {
        return Column.<R>of(heading, row -> Long.toString(number.applyAsLong(row)))
                .valued(row -> Value.of(number.applyAsLong(row)));
    }

    /** The same with another key. */
    public Column<R> keyed(String other) {
        return new Column<>(heading, other, cell, value, tone, isWide, isMoving);
    }

    /** The same with another value. */
    public Column<R> valued(Function<? super R, Value> other) {
        return new Column<>(heading, key, cell, other, tone, isWide, isMoving);
    }

    /** The same, colored by what it means. */
    public Column<R> toned(Function<? super R, Tone> other) {
        return new Column<>(heading, key, cell, value, other, isWide, isMoving);
    }

    /** The same, which people see only on request. */
    public Column<R> wide() {
        return new Column<>(heading, key, cell, value, tone, true, isMoving);
    }

    /** The same, whose value changes although nothing happens. */
    public Column<R> moving() {
        return new Column<>(heading, key, cell, value, tone, isWide, true);
    }
}
