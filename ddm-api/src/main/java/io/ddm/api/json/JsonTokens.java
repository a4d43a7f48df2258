package io.ddm.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jackson's tokens and their offsets in the body; translates Jackson's errors. */
final class JsonTokens implements AutoCloseable {

    /** Bound on strings that an error quotes. */
    private static final int MAX_QUOTED_CHARS = 256;

    /** Parts of messages about Jackson's own features and classes, which mean nothing to a client. */
    private static final Pattern JACKSON_ITSELF = Pattern.compile(
            ", from `[^`]*`|: enable `[^`]*` to allow| \\(not recognized as one since [^)]*\\)| \\(for \\w+ starting "
                    + "at .*]\\)");

    private final byte[] body;
    private final int malformed;
    private final JsonParser parser;
    private final Supplier<String> path;

    /**
     * @param path the current field, for errors
     */
    JsonTokens(byte[] body, Supplier<String> path) throws BadJsonException {
        this.body = body;
        this.path = path;
        this.malformed = firstMalformed(body);
        refuseOtherEncodings();
        try {
            this.parser = JsonText.FACTORY.createParser(body);
        } catch (IOException e) {
            throw syntax(e);
        }
    }

    /** Jackson also accepts UTF-16 and UTF-32, which a zero byte or a byte order mark reveals. */
    private void refuseOtherEncodings() throws BadJsonException {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0 || (i == 0 && body[i] < 0)) {
                throw at("expected value", i + 1);
            }
        }
    }

    /** Offset of the first invalid UTF-8 byte; Jackson accepts overlong forms. */
    private static int firstMalformed(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer ignored = CharBuffer.allocate(8192);
        CoderResult result = decoder.decode(in, ignored, true);
        while (result.isOverflow()) {
            ignored.clear();
            result = decoder.decode(in, ignored, true);
        }
        return in.position();
    }

    private void refuseMalformedBefore(long offset) throws BadJsonException {
        if (malformed < offset) {
            throw at("invalid unicode code point", malformed + 1);
        }
    }

    /** The next token; null at the end of the body, outside of any value. */
    @Nullable
    JsonToken advance() throws BadJsonException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw syntax(e);
        }
    }

    @Nullable
    JsonToken current() {
        return parser.currentToken();
    }

    /** Text of the current token: the value of a string, the digits of a number. */
    String text() throws BadJsonException {
        try {
            String text = parser.getText();
            refuseMalformedBefore(parser.currentLocation().getByteOffset());
            return text;
        } catch (IOException e) {
            throw syntax(e);
        }
    }

    void skip() throws BadJsonException {
        try {
            parser.skipChildren();
            parser.finishToken();
        } catch (IOException e) {
            throw syntax(e);
        }
    }

    /** Rejects everything after the current value except white space. */
    void requireEnd() throws BadJsonException {
        refuseMalformedBefore(end());
        int offset = skipSpace(end());
        if (offset < body.length) {
            throw at("trailing characters", offset + 1);
        }
    }

    /** Start offset of the current token. */
    int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** End offset of the current token. */
    int end() throws BadJsonException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            skip();
            return (int) parser.currentLocation().getByteOffset();
        }
        return start() + (token == null ? 0 : token.isScalarValue() ? text().length() : 1);
    }

    /** End offset of the bracket that closes the enclosing value, if it follows immediately. */
    int endAfterClosing() throws BadJsonException {
        boolean inArray = parser.getParsingContext().inArray();
        int offset = skipSpace(end());
        if (offset < body.length && body[offset] == (inArray ? ']' : '}')) {
            return offset + 1;
        }
        return inArray && offset < body.length && body[offset] == ',' ? skipSpace(offset + 1) : offset;
    }

    private int skipSpace(int from) {
        int offset = from;
        while (offset < body.length
                && (body[offset] == ' ' || body[offset] == '\t' || body[offset] == '\n' || body[offset] == '\r')) {
            offset++;
        }
        return offset;
    }

    /** An error: the current token starts a value of another type. */
    BadJsonException wrongType(String expected) throws BadJsonException {
        return switch (Objects.requireNonNull(parser.currentToken(), "within a value there is a token")) {
            // Errors about objects and arrays point to their first byte.
            case START_OBJECT -> at("invalid type: map, expected " + expected, start());
            case START_ARRAY -> at("invalid type: sequence, expected " + expected, start());
            default -> at("invalid type: " + described() + ", expected " + expected, end());
        };
    }

    private String described() throws BadJsonException {
        return switch (Objects.requireNonNull(parser.currentToken(), "within a value there is a token")) {
            case VALUE_STRING -> "string " + quoted(text());
            case VALUE_NUMBER_INT -> "integer `" + text() + "`";
            case VALUE_NUMBER_FLOAT -> "floating point `" + text() + "`";
            case VALUE_TRUE, VALUE_FALSE -> "boolean `" + text() + "`";
            default -> "null";
        };
    }

    private static String quoted(String text) {
        return JsonText.quoted(text.length() > MAX_QUOTED_CHARS ? text.substring(0, MAX_QUOTED_CHARS) + "..." : text);
    }

    BadJsonException at(String problem, int offset) {
        return new BadJsonException(path.get(), problem, body, offset);
    }

    private BadJsonException syntax(IOException e) {
        if (!(e instanceof JsonProcessingException bad)) {
            return at(String.valueOf(e.getMessage()), 0);
        }
        String problem = String.valueOf(bad.getOriginalMessage());
        if (e instanceof JsonEOFException || problem.startsWith("Unexpected end-of-input")) {
            return at("EOF while parsing " + unfinished(e), body.length);
        }
        boolean placed = bad.getLocation() != null && bad.getLocation().getByteOffset() >= 0;
        long offset = (placed ? bad.getLocation() : parser.currentLocation()).getByteOffset();
        return at(JACKSON_ITSELF.matcher(problem).replaceAll(""), Math.clamp(offset, 0, body.length));
    }

    private String unfinished(IOException e) {
        boolean inString = e instanceof JsonEOFException eof && (eof.getTokenBeingDecoded() == JsonToken.VALUE_STRING
                || eof.getTokenBeingDecoded() == JsonToken.FIELD_NAME);
        if (inString) {
            return "a string";
        }
        return parser.getParsingContext().inArray()
                ? "a list"
                : parser.getParsingContext().inObject() ? "an object" : "a value";
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
