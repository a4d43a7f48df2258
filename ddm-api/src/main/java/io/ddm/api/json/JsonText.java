package io.ddm.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.ddm.api.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes JSON as UTF-8 bytes. Has the only Jackson factory, with the limits for reading. */
public final class JsonText {

    private static final int MAX_DEPTH = 128;
    private static final int MAX_STRING_CHARS = 64 * 1024;
    private static final int MAX_NAME_CHARS = 1024;
    private static final int MAX_NUMBER_CHARS = 100;

    static final JsonFactory FACTORY = JsonFactory.builder()
            // Field names come from other systems: interning them would be a memory leak.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Lower-case hexadecimal digits in escapes, as in the reference.
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .build())
            .build();

    private JsonText() {}

    /** Escapes characters that a terminal would execute or hide; programs parse the same text. */
    private static final CharacterEscapes PRINTABLE = new CharacterEscapes() {

        private final int[] ascii = withDelete();

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return PrintableText.isPrintable(c)
                    ? null
                    : new SerializedString("\\u" + HexFormat.of().toHexDigits((char) c));
        }

        private static int[] withDelete() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[0x7f] = ESCAPE_STANDARD;
            return escapes;
        }
    };

    /** Writes into a generator. */
    @FunctionalInterface
    public interface Writing {
        /** Writes one value. */
        void to(JsonGenerator out) throws IOException;
    }

    /** The value without white space. */
    public static byte[] compact(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            compact(bytes, writing);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the value into a stream, which stays open.
     *
     * @throws IOException if the stream throws it
     */
    public static void compact(OutputStream stream, Writing writing) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(stream)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            writing.to(out);
        }
    }

    /** The value as text. */
    public static String text(Writing writing) {
        return new String(compact(writing), StandardCharsets.UTF_8);
    }

    /**
     * The same for bodies that people may read: characters that could control a terminal are escaped (DEL, C1, formats,
     * separators). Not for the exchange, whose bodies must stay small.
     */
    public static byte[] printable(Writing writing) {
        return compact(out -> {
            out.setCharacterEscapes(PRINTABLE);
            writing.to(out);
        });
    }

    /** Writes an element of an array into a generator. */
    @FunctionalInterface
    public interface Element {
        /** Writes the element number {@code index}. */
        void to(JsonGenerator out, int index) throws IOException;
    }

    /**
     * An array without white space.
     *
     * @param ends of the size of the array; receives the end offset of each element
     */
    public static byte[] array(int[] ends, Element element) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartArray();
            for (int i = 0; i < ends.length; i++) {
                element.to(out, i);
                ends[i] = bytes.size() + out.getOutputBuffered();
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** A string as JSON with quotes. */
    public static String quoted(String text) {
        return new String(printable(out -> out.writeString(text)), StandardCharsets.UTF_8);
    }
}
