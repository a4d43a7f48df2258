package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.admin.ApiError;
import io.ddm.api.json.BadJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply as it stood on the wire.
 *
 * @param head its status line and headers
 * @param text its body: as many bytes as {@code content-length} says, none without it
 */
record HttpReply(List<String> head, String text) {

    /** Reads one reply; the connection may go on. */
    static HttpReply read(InputStream in) throws IOException {
        HttpReply head = readHead(in);
        byte[] body = in.readNBytes(head.header("content-length").map(Integer::parseInt).orElse(0));
        return new HttpReply(head.head, new String(body, UTF_8));
    }

    /** Reads the head of a reply that has no body, whatever its headers say. */
    static HttpReply readHead(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return new HttpReply(lines, "");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within a head: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    String statusLine() {
        return head.getFirst();
    }

    int status() {
        return Integer.parseInt(statusLine().split(" ", 3)[1]);
    }

    /** The value of the first header of this name. */
    Optional<String> header(String name) {
        return head.stream()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    ApiError error() throws BadJsonException {
        return ApiError.parse(text.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return String.join("\n", head) + "\n\n" + text;
    }
}
