package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request or an answer of HTTP/1.1 whose length is given. */
final class HttpMessage {

    private final String start;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param start its first line
     * @param headers by name in lower case
     */
    HttpMessage(String start, Map<String, String> headers, byte[] body) {
        this.start = start;
        this.headers = headers;
        this.body = body;
    }

    String start() {
        return start;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** The status of an answer, the path of a request. */
    String second() {
        return start.split(" ", 3)[1];
    }

    /** The method of a request. */
    String method() {
        return start.split(" ", 3)[0];
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Reads the next message, or null at the end of the stream. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            if (line == null) {
                throw new EOFException("in the head of " + start);
            }
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new IOException("a length is wanted, not chunks: " + start);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("in the body of " + start);
        }
        return new HttpMessage(start, headers, body);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
