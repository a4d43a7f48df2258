package io.ddm.daemon.exchange.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.daemon.exchange.BodyBudget;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;

/**
 * One connection to a peer, for one request after the other: the part of HTTP/1.1 that the exchange needs, with a bound
 * on everything that is read. Blocks, so it needs a thread of its own; {@link #abort} ends any operation, including a
 * connection attempt, and may be called by any thread.
 */
final class PeerConnection implements AutoCloseable {

    /** Bound on the status line, the headers and the chunk lines of a reply. */
    static final int MAX_HEAD_BYTES = 16 * 1024;

    /** How much is read of an error body. */
    static final int MAX_ERROR_BYTES = 4 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final Socket socket = new Socket();
    private final String host;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private int headBytes;
    private boolean reusable;
    private boolean hasAnswered;
    private boolean isReplying;

    /** A reply. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, String phrase, Map<String, String> headers, byte[] body) {

        /** A header by its lower-case name, or empty. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * @param host value of the {@code host} header
     */
    PeerConnection(String host) {
        this.host = host;
    }

    /**
     * Connects.
     *
     * @param connecting held during the attempt, which limits concurrent attempts
     * @param timeout in ms
     * @throws IOException if the attempt fails, or {@link #abort} was called
     */
    void connect(InetSocketAddress from, InetSocketAddress to, int timeout, Lock connecting) throws IOException {
        // An aborted request must not arrive later: without this the kernel retransmits it for minutes, even after the
        // process has ended, and it may overtake a newer request.
        socket.setSoLinger(true, 0);
        socket.setTcpNoDelay(true);
        // The peer identifies us by our address, so requests must not use another address of the interface.
        socket.bind(from);
        connecting.lock();
        try {
            socket.connect(to, timeout);
        } finally {
            connecting.unlock();
        }
        reusable = true;
    }

    /** Whether the connection can carry another request. */
    boolean isReusable() {
        return reusable && !socket.isClosed();
    }

    /**
     * Whether the last request failed as one does on a connection that the peer had closed after an earlier answer:
     * before a byte of the reply. The request may be sent again on another connection.
     */
    boolean wasStale() {
        return hasAnswered && !isReplying;
    }

    /**
     * Sends a request and reads the reply.
     *
     * @param headers header lines without line ends
     * @param maxBytes the largest body of a successful reply; of others at most {@link #MAX_ERROR_BYTES} are read
     * @param lease the budget of the body
     * @throws IOException if there is no complete reply within the bounds
     */
    Answer ask(String method, String path, Iterable<String> headers, byte[] body, int maxBytes, BodyBudget.Lease lease)
            throws IOException {
        reusable = false;
        isReplying = false;
        headBytes = 0;
        send(method, path, headers, body);
        InputStream in = socket.getInputStream();
        String[] status = statusLine(in);
        Map<String, String> fields = fields(in);
        while (status[1].startsWith("1")) {
            status = statusLine(in);
            fields = fields(in);
        }
        int code = Integer.parseInt(status[1]);
        boolean good = code / 100 == 2;
        byte[] content = {};
        if (code == 204 || code == 304) {
            reusable = true;
        } else {
            content = content(in, fields, new BoundedBody(good ? maxBytes : MAX_ERROR_BYTES, !good, lease));
        }
        boolean closes = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
        // What came without a request would be taken for the answer to the next one.
        reusable &= !closes && start == end;
        hasAnswered = true;
        return new Answer(code, status[2], fields, content);
    }

    private void send(String method, String path, Iterable<String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(method).append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nhost: ")
                .append(host)
                .append("\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (method.equals("PUT")) {
            head.append("content-type: application/json\r\ncontent-length: ").append(body.length).append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        byte[] first = head.append("\r\n").toString().getBytes(UTF_8);
        // One write, so one packet if it fits: with some receivers separate writes cost a small update a round trip.
        byte[] whole = new byte[first.length + body.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(body, 0, whole, first.length, body.length);
        out.write(whole);
        out.flush();
    }

    private String[] statusLine(InputStream in) throws IOException {
        String line = line(in);
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the reply is not HTTP/1.1");
        }
        return new String[]{parts[0], parts[1], parts.length == 3 ? parts[2].strip() : ""};
    }

    private Map<String, String> fields(InputStream in) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("the reply has a malformed header line");
            }
            fields.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return fields;
    }

    private byte[] content(InputStream in, Map<String, String> fields, BoundedBody body) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).endsWith("chunked")) {
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                if (!copy(in, size, body)) {
                    return body.bytes();
                }
                if (!line(in).isEmpty()) {
                    throw new IOException("a chunk of the reply is longer than its size line");
                }
            }
            fields(in);
            reusable = true;
        } else if (fields.containsKey("content-length")) {
            long length = number(fields.get("content-length"), 10);
            body.expect(length);
            reusable = copy(in, length, body);
        } else {
            copy(in, Long.MAX_VALUE, body);
        }
        return body.bytes();
    }

    private long chunkSize(InputStream in) throws IOException {
        String line = line(in);
        int extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            long number = Long.parseLong(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IOException("the reply has an invalid length");
    }

    /** Copies this many bytes, or all up to the end if the length is unknown; false if the body is full before. */
    private boolean copy(InputStream in, long bytes, BoundedBody body) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (start == end && !fill(in)) {
                if (bytes == Long.MAX_VALUE) {
                    return true;
                }
                throw new EOFException("the connection was closed within a reply");
            }
            int now = (int) Math.min(left, end - start);
            if (!body.add(buffer, start, now)) {
                return false;
            }
            start += now;
            left -= now;
        }
        return true;
    }

    /** The next line of a head; all lines together are bounded. */
    private String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (start == end && !fill(in)) {
                throw new EOFException("the connection was closed without a complete reply");
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("the head of the reply is larger than " + MAX_HEAD_BYTES + " bytes");
            }
            byte b = buffer[start++];
            if (b == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            line.append((char) (b & 0xff));
        }
    }

    private boolean fill(InputStream in) throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer));
        isReplying |= end > 0;
        return end > 0;
    }

    /** Aborts any operation; nothing of it arrives later. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is abandoned in any case, and the caller must not fail.
            return;
        }
    }

    /** Closes gracefully if the last reply was read to its end. */
    @Override
    public void close() {
        try {
            if (isReusable()) {
                socket.setSoLinger(false, 0);
            }
        } catch (IOException e) {
            // Already closed by the other side.
        }
        abort();
    }

    /** The start of an error body, for messages. */
    static String text(byte[] body) {
        String text = new String(body, UTF_8).replaceAll("\\s+", " ");
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
