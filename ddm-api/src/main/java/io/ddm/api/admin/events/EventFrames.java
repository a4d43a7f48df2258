package io.ddm.api.admin.events;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes a stream of server-sent events apart. Comments, numbers and unknown fields are skipped. Blocks until the next
 * message is complete.
 */
public final class EventFrames {

    /** Upper bound on a line, in bytes. */
    private final int maxBytes;

    private final InputStream in;

    /**
     * One message.
     *
     * @param kind its kind, of the field {@code event}
     * @param data its data, in UTF-8; of several lines the last
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(String kind, byte[] data) {}

    /**
     * @param maxBytes upper bound on a line, in bytes
     */
    public EventFrames(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in);
        this.maxBytes = maxBytes;
    }

    /**
     * The next message that has data.
     *
     * @return empty at the end of the stream; a message that has begun there is lost
     * @throws ProtocolException if a line is too long
     * @throws IOException if the stream cannot be read
     */
    public Optional<Frame> next() throws IOException {
        String kind = "";
        Optional<byte[]> data = Optional.empty();
        for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
            byte[] bytes = line.get();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (text.isEmpty()) {
                if (data.isPresent()) {
                    return Optional.of(new Frame(kind, data.get()));
                }
                kind = "";
            } else if (text.startsWith("event:")) {
                kind = new String(value(bytes, "event:".length()), StandardCharsets.UTF_8);
            } else if (text.startsWith("data:")) {
                data = Optional.of(value(bytes, "data:".length()));
            }
        }
        return Optional.empty();
    }

    /** What follows the name and one space. */
    private static byte[] value(byte[] line, int name) {
        int start = name < line.length && line[name] == ' ' ? name + 1 : name;
        byte[] value = new byte[line.length - start];
        System.arraycopy(line, start, value, 0, value.length);
        return value;
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() >= maxBytes) {
                throw new ProtocolException("a line of the stream is longer than " + maxBytes + " bytes");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return Optional.empty();
    }
}
