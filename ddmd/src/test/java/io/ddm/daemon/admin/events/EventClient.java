package io.ddm.daemon.admin.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A reader of the stream that takes it apart byte by byte, and checks each message against the API's document. */
final class EventClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DocumentedSchemas SCHEMAS = DocumentedSchemas.of("3.1.0");

    private final AutoCloseable connection;
    private final InputStream in;
    private final String head;
    private int restOfChunk;

    /**
     * A message.
     *
     * @param event its kind; {@code comment} for a comment
     * @param id its number; 0 for a comment
     * @param data its data; a string for a comment
     */
    record Message(String event, long id, JsonNode data) {

        String text(String pointer) {
            return data.at(pointer).asText();
        }
    }

    private EventClient(AutoCloseable connection, InputStream in, OutputStream out, String... headers)
            throws IOException {
        this.connection = connection;
        this.in = new BufferedInputStream(in);
        out.write(("GET /events HTTP/1.1\r\nhost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(UTF_8));
        this.head = readHead();
    }

    /** Connects over TCP, in version 3.1.0. */
    static EventClient tcp(int port, String... headers) throws IOException {
        return tcp(port, 64 * 1024, headers);
    }

    /**
     * The same.
     *
     * @param receiveBuffer bytes that the kernel takes before anything is read
     */
    static EventClient tcp(int port, int receiveBuffer, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(20_000);
        return new EventClient(socket, socket.getInputStream(), socket.getOutputStream(), versioned(headers));
    }

    /** Connects to a unix socket. */
    static EventClient unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return new EventClient(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel),
                versioned());
    }

    private static String[] versioned(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("api-version: 3.1.0");
        return all.toArray(String[]::new);
    }

    /** Status line and headers. */
    String head() {
        return head;
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The next message that is no comment. */
    Message next() throws IOException {
        Message message = nextOrComment();
        while (message.event.equals("comment")) {
            message = nextOrComment();
        }
        return message;
    }

    /** The next message of a kind; those of other kinds are left out. */
    Message next(String kind) throws IOException {
        Message message = next();
        while (!message.event.equals(kind)) {
            message = next();
        }
        return message;
    }

    /** The next message or comment; fails at the end of the stream. */
    Message nextOrComment() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        if (lines.getFirst().startsWith(":")) {
            assertThat(lines).hasSize(1);
            return new Message("comment", 0, JSON.getNodeFactory().textNode(lines.getFirst().substring(1).strip()));
        }
        assertThat(lines).hasSize(3);
        Message message = new Message(field(lines.get(0), "event"), Long.parseLong(field(lines.get(1), "id")),
                JSON.readTree(field(lines.get(2), "data")));
        String schema = "Event" + message.event.substring(0, 1).toUpperCase(Locale.ROOT)
                + message.event.substring(1);
        SCHEMAS.check(schema, message.data);
        return message;
    }

    private static String field(String line, String name) {
        assertThat(line).startsWith(name + ": ");
        return line.substring(name.length() + 2);
    }

    private String readHead() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            line.write(c);
        }
        return line.toString(UTF_8);
    }

    /** One byte of the chunked body. */
    private int read() throws IOException {
        if (restOfChunk == 0) {
            restOfChunk = Integer.parseInt(rawLine(), 16);
            if (restOfChunk == 0) {
                throw new EOFException("the last chunk");
            }
        }
        int c = rawByte();
        restOfChunk--;
        if (restOfChunk == 0) {
            assertThat(rawLine()).isEmpty();
        }
        return c;
    }

    private String rawLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = rawByte(); c != '\n'; c = rawByte()) {
            line.write(c);
        }
        return line.toString(UTF_8).strip();
    }

    private int rawByte() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the end of the connection");
        }
        return c;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
