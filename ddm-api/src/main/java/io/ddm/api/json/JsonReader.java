package io.ddm.api.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value from UTF-8 bytes, field by field, and tracks its position for errors.
 *
 * <p>Between calls the reader is at the first token of a value; {@link #nextField} and {@link #nextElement} move to the
 * next value, every other method reads the value and stays at its end.
 */
public final class JsonReader {

    private final JsonTokens tokens;
    private final Deque<Frame> frames = new ArrayDeque<>();

    /** An enclosing object or array. */
    private static final class Frame {
        final @Nullable Struct struct;
        @Nullable
        String field;
        int index = -1;
        long seen;

        Frame(@Nullable Struct struct) {
            this.struct = struct;
        }
    }

    private JsonReader(byte[] body) throws BadJsonException {
        this.tokens = new JsonTokens(body, this::path);
    }

    /** Reads the current value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads one value. */
        T from(JsonReader in) throws BadJsonException;
    }

    /**
     * Reads a body that consists of exactly one JSON value.
     *
     * @throws BadJsonException if it does not, or {@code reading} rejects it
     */
    public static <T> T read(byte[] body, Reading<T> reading) throws BadJsonException {
        JsonReader in = new JsonReader(body);
        try (JsonTokens tokens = in.tokens) {
            if (tokens.advance() == null) {
                throw tokens.at("EOF while parsing a value", body.length);
            }
            T value = reading.from(in);
            tokens.requireEnd();
            return value;
        }
    }

    /**
     * Enters an object with known fields.
     *
     * @throws BadJsonException if the value is something else
     */
    public void beginObject(Struct struct) throws BadJsonException {
        if (tokens.current() == JsonToken.START_ARRAY) {
            BadJsonException wrongType = tokens.wrongType("struct " + struct.name());
            throw tokens.advance() != JsonToken.END_ARRAY
                    ? wrongType
                    : tokens.at("invalid length 0, expected struct " + struct.name() + " with " + struct.fields().size()
                            + " elements", tokens.end());
        }
        begin(JsonToken.START_OBJECT, "struct " + struct.name(), struct);
    }

    /**
     * Enters an object whose field names are data.
     *
     * @throws BadJsonException if the value is something else
     */
    public void beginMap() throws BadJsonException {
        begin(JsonToken.START_OBJECT, "a map", null);
    }

    /**
     * Enters an array.
     *
     * @throws BadJsonException if the value is something else
     */
    public void beginArray() throws BadJsonException {
        begin(JsonToken.START_ARRAY, "a sequence", null);
    }

    private void begin(JsonToken start, String expected, @Nullable Struct struct) throws BadJsonException {
        if (tokens.current() != start) {
            throw tokens.wrongType(expected);
        }
        frames.push(new Frame(struct));
    }

    /**
     * Moves to the next field's value, or leaves the object.
     *
     * @return the field's name, or null at the object's end
     * @throws BadJsonException if a known field is repeated, or a required one is missing
     */
    public @Nullable String nextField() throws BadJsonException {
        Frame frame = frames.element();
        frame.field = null;
        if (tokens.advance() == JsonToken.END_OBJECT) {
            requireFields(frame);
            frames.pop();
            return null;
        }
        String name = tokens.text();
        // Set before the value is parsed, so that an error names its field.
        frame.field = name;
        tokens.advance();
        int known = frame.struct == null ? -1 : frame.struct.fields().indexOf(name);
        if (known >= 0) {
            if ((frame.seen & 1L << known) != 0) {
                frame.field = null;
                throw tokens.at("duplicate field `" + name + "`", tokens.start());
            }
            frame.seen |= 1L << known;
        }
        return name;
    }

    private void requireFields(Frame frame) throws BadJsonException {
        if (frame.struct != null) {
            for (int i = 0; i < frame.struct.required(); i++) {
                if ((frame.seen & 1L << i) == 0) {
                    throw bad("missing field `" + frame.struct.fields().get(i) + "`");
                }
            }
        }
    }

    /**
     * Moves to the next element, or leaves the array.
     *
     * @return whether there is one
     * @throws BadJsonException if the rest is not JSON
     */
    public boolean nextElement() throws BadJsonException {
        frames.element().index++;
        if (tokens.advance() == JsonToken.END_ARRAY) {
            frames.pop();
            return false;
        }
        return true;
    }

    /**
     * Enters an object of one field whose name is the type of its value. Call {@link #endVariant} after the value.
     *
     * @param expected its name in error messages
     * @param variants the possible names
     * @return the name
     * @throws BadJsonException if the value is something else
     */
    public String beginVariant(String expected, List<String> variants) throws BadJsonException {
        begin(JsonToken.START_OBJECT, expected, null);
        String name = nextField();
        if (name == null || !variants.contains(name)) {
            throw bad("unknown variant `" + name + "`, expected `" + String.join("` or `", variants) + "`");
        }
        return name;
    }

    /**
     * Leaves the object that {@link #beginVariant} entered.
     *
     * @throws BadJsonException if it has a second field
     */
    public void endVariant() throws BadJsonException {
        if (nextField() != null) {
            throw bad("expected value");
        }
    }

    /** Whether the value is {@code null}. */
    public boolean isNull() {
        return tokens.current() == JsonToken.VALUE_NULL;
    }

    /** Skips the value. */
    public void skip() throws BadJsonException {
        tokens.skip();
    }

    /**
     * Reads a string.
     *
     * @throws BadJsonException if the value is something else, or contains a lone surrogate, which UTF-8 cannot
     *     represent
     */
    public String string() throws BadJsonException {
        return string("a string");
    }

    private String string(String expected) throws BadJsonException {
        if (tokens.current() != JsonToken.VALUE_STRING) {
            throw tokens.wrongType(expected);
        }
        String text = tokens.text();
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw bad("lone leading surrogate in hex escape");
        }
        return text;
    }

    /**
     * Reads and parses a string.
     *
     * @param expected its name in error messages
     * @param parse throws IllegalArgumentException with the reason
     * @throws BadJsonException if the value is not a string, or {@code parse} rejects it
     */
    public <T> T parsed(String expected, Function<String, T> parse) throws BadJsonException {
        String text = string(expected);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads an unsigned integer.
     *
     * @param bits its size: 8, 32 or 64
     * @return the number; with 64 bits an unsigned long
     * @throws BadJsonException if the value is not an integer, or out of range
     */
    public long unsigned(int bits) throws BadJsonException {
        String expected = "u" + bits;
        if (tokens.current() != JsonToken.VALUE_NUMBER_INT) {
            throw tokens.wrongType(expected);
        }
        String digits = tokens.text();
        try {
            long number = Long.parseUnsignedLong(digits);
            if (bits == Long.SIZE || (number >= 0 && number < 1L << bits)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Negative or beyond 64 bits: reported below.
        }
        throw bad("invalid value: integer `" + digits + "`, expected " + expected);
    }

    /** Reads {@code true} or {@code false}. */
    public boolean flag() throws BadJsonException {
        if (tokens.current() != JsonToken.VALUE_TRUE && tokens.current() != JsonToken.VALUE_FALSE) {
            throw tokens.wrongType("a boolean");
        }
        return tokens.current() == JsonToken.VALUE_TRUE;
    }

    /** The current field, such as {@code underlay.announce[0].path}; empty at the top. */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (Iterator<Frame> outermostFirst = frames.descendingIterator(); outermostFirst.hasNext();) {
            Frame frame = outermostFirst.next();
            if (frame.field != null) {
                path.append(path.isEmpty() ? "" : ".").append(frame.field);
            } else if (frame.index >= 0) {
                path.append('[').append(frame.index).append(']');
            }
        }
        return path.toString();
    }

    /** An error about the value just read, at the position after it. */
    public BadJsonException bad(String problem) throws BadJsonException {
        return tokens.at(problem, tokens.end());
    }

    /**
     * An error about the content of the value just read, at the position that the reference reports: after the bracket
     * that closes the enclosing array or object, or before the token in its place.
     */
    public BadJsonException badAfterClosing(String problem) throws BadJsonException {
        return tokens.at(problem, tokens.endAfterClosing());
    }
}
