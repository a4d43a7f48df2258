package io.ddm.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jackson's tokens and their places in the body, with Jackson's errors said in our words. */
final class Tokens implements AutoCloseable {

    /** Longer strings are cut where an error quotes them. */
    private static final int MAX_QUOTED_CHARS = 256;

    private final byte[] body;
    private final JsonParser parser;
    private final Supplier<String> path;

    /**
     * @param path where the reader stands, for errors
     */
    Tokens(byte[] body, Supplier<String> path) throws BadJsonException {
        this.body = body;
        this.path = path;
        refuseOtherEncodings();
        try {
            this.parser = JsonText.FACTORY.createParser(body);
        } catch (IOException e) {
            throw syntax(e);
        }
    }

    /** Jackson would take UTF-16 and UTF-32 too; their first character shows as a zero byte or a byte order mark. */
    private void refuseOtherEncodings() throws BadJsonException {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0 || (i == 0 && body[i] < 0)) {
                throw at("expected value", i + 1);
            }
        }
    }

    /** The next token; null when the body is at its end, outside of any value. */
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

    /** The current token's text: a string's value, a number's digits. */
    String text() throws BadJsonException {
        try {
            return parser.getText();
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

    /** Refuses whatever follows the value that ends here, except white space. */
    void requireEnd() throws BadJsonException {
        int offset = skipSpace(end());
        if (offset < body.length) {
            throw at("trailing characters", offset + 1);
        }
    }

    /** The number of bytes before the current token. */
    int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The number of bytes up to the end of the current token. */
    int end() throws BadJsonException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            skip();
            return (int) parser.currentLocation().getByteOffset();
        }
        return start() + (token == null ? 0 : token.isScalarValue() ? text().length() : 1);
    }

    /** The number of bytes up to the bracket that closes what is around the current token, if it follows at once. */
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
        while (offset < body.length && (body[offset] == ' ' || body[offset] == '\t' || body[offset] == '\n'
                || body[offset] == '\r')) {
            offset++;
        }
        return offset;
    }

    /** The current token begins a value of another type. */
    BadJsonException wrongType(String expected) throws BadJsonException {
        return switch (Objects.requireNonNull(parser.currentToken(), "within a value there is a token")) {
            // A value that goes on is judged by its first byte.
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
        if (e instanceof JsonEOFException eof) {
            boolean inString = eof.getTokenBeingDecoded() == JsonToken.VALUE_STRING
                    || eof.getTokenBeingDecoded() == JsonToken.FIELD_NAME;
            String what = inString
                    ? "a string"
                    : parser.getParsingContext().inArray()
                            ? "a list"
                            : parser.getParsingContext().inObject() ? "an object" : "a value";
            return at("EOF while parsing " + what, body.length);
        }
        if (e instanceof JsonProcessingException bad) {
            long offset = bad.getLocation() == null ? 0 : bad.getLocation().getByteOffset();
            return at(String.valueOf(bad.getOriginalMessage()), Math.clamp(offset, 0, body.length));
        }
        return at(String.valueOf(e.getMessage()), 0);
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
