package io.ddm.api.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How values of one type are encoded in a recording.
 *
 * @param <T> the type
 */
interface Format<T> {

    /** Writes a value. */
    void write(JsonGenerator out, T value) throws IOException;

    /**
     * Reads the value at which the reader stands.
     *
     * @throws BadJsonException if it is not one
     */
    T read(JsonReader in) throws BadJsonException;

    /** Writes a value. */
    @FunctionalInterface
    interface Writing<T> {
        /** Writes a value. */
        void write(JsonGenerator out, T value) throws IOException;
    }

    /** A format of two halves. */
    static <T> Format<T> of(Writing<T> writing, JsonReader.Reading<T> reading) {
        return new Format<>() {
            @Override
            public void write(JsonGenerator out, T value) throws IOException {
                writing.write(out, value);
            }

            @Override
            public T read(JsonReader in) throws BadJsonException {
                return reading.from(in);
            }
        };
    }

    /**
     * Text that means something.
     *
     * @param expected what error messages call it
     * @param parse throws IllegalArgumentException with what is wrong
     */
    static <T> Format<T> text(String expected, Function<T, String> print, Function<String, T> parse) {
        return of((out, value) -> out.writeString(print.apply(value)), in -> in.parsed(expected, parse));
    }

    /** The name of a constant. */
    static <E extends Enum<E>> Format<E> constant(Class<E> type) {
        return text("one of " + Arrays.toString(type.getEnumConstants()), Enum::name, name -> {
            try {
                return Enum.valueOf(type, name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "unknown name '" + name + "': must be one of " + Arrays.toString(type.getEnumConstants()), e);
            }
        });
    }

    /** An array. */
    default Format<List<T>> list() {
        return of(this::writeAll, this::readAll);
    }

    /** An array without duplicates; read in the order of the array. */
    default Format<Set<T>> set() {
        return of(this::writeAll, in -> new LinkedHashSet<>(readAll(in)));
    }

    /** A value or null. */
    default Format<Optional<T>> optional() {
        return of((out, value) -> {
            if (value.isPresent()) {
                write(out, value.get());
            } else {
                out.writeNull();
            }
        }, in -> in.isNull() ? Optional.empty() : Optional.of(read(in)));
    }

    private void writeAll(JsonGenerator out, Collection<T> values) throws IOException {
        out.writeStartArray();
        for (T value : values) {
            write(out, value);
        }
        out.writeEndArray();
    }

    private List<T> readAll(JsonReader in) throws BadJsonException {
        List<T> values = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            values.add(read(in));
        }
        return values;
    }
}
