package io.ddm.cli.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** A value of a record as programs get it: a JSON value without fractions. */
public sealed interface Value {

    /** No value: {@code null}. */
    record None() implements Value {}

    /** A text. */
    record Text(String text) implements Value {}

    /** An integer. */
    record Whole(long number) implements Value {}

    /** {@code true} or {@code false}. */
    record Flag(boolean flag) implements Value {}

    /** An array. */
    record Items(List<Value> items) implements Value {}

    /** An object; its fields keep their order. */
    record Fields(SequencedMap<String, Value> fields) implements Value {}

    /** A text. */
    static Value of(String text) {
        return new Text(text);
    }

    /** A text, or nothing. */
    static Value of(Optional<?> text) {
        return text.<Value>map(present -> new Text(present.toString())).orElseGet(None::new);
    }

    /** An integer. */
    static Value of(long number) {
        return new Whole(number);
    }

    /** An integer, or nothing. */
    static Value of(OptionalLong number) {
        return number.isPresent() ? new Whole(number.getAsLong()) : new None();
    }

    /** {@code true} or {@code false}. */
    static Value of(boolean flag) {
        return new Flag(flag);
    }

    /** An array of texts. */
    static Value ofTexts(List<?> texts) {
        return new Items(texts.stream().<Value>map(text -> new Text(text.toString())).toList());
    }

    /**
     * An object.
     *
     * @param namesAndValues each name, followed by its value
     */
    static Value fields(Object... namesAndValues) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new Fields(fields);
    }

    /** One line of text without structure: items are joined by commas, nothing is empty. */
    default String plain() {
        return switch (this) {
            case None none -> "";
            case Text value -> value.text;
            case Whole value -> Long.toString(value.number);
            case Flag value -> Boolean.toString(value.flag);
            case Items value -> String.join(",", value.items.stream().map(Value::plain).toList());
            case Fields value ->
                String.join(",", value.fields.entrySet().stream().map(Value::plain).toList());
        };
    }

    private static String plain(Map.Entry<String, Value> field) {
        return field.getKey() + "=" + field.getValue().plain();
    }

    /** Ascending: numbers by size, everything else as text; nothing comes last. */
    static int compare(Value one, Value other) {
        if (one instanceof None || other instanceof None) {
            return Boolean.compare(one instanceof None, other instanceof None);
        }
        return one instanceof Whole left && other instanceof Whole right
                ? Long.compare(left.number, right.number)
                : one.plain().compareTo(other.plain());
    }
}
