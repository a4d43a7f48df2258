package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A listening HTTP port, one thread per connection. */
final class HttpPort implements AutoCloseable {

    /** Answers a request; null resets its connection. */
    interface Handler {
        @Nullable
        HttpMessage answer(HttpMessage request) throws IOException;
    }

    private final InetSocketAddress address;
    private final Handler handler;
    private ServerSocket server = new ServerSocket();
    private boolean closed;

    HttpPort(InetSocketAddress address, Handler handler) throws IOException {
        this.address = address;
        this.handler = handler;
    }

    /** Begins to accept. */
    synchronized void open() throws IOException {
        if (closed) {
            return;
        }
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address);
        server = socket;
        Thread.ofVirtual().start(() -> accept(socket));
    }

    /** Refuses connections for a while. */
    synchronized void refuse(Duration time) throws IOException {
        server.close();
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(time.toNanos());
            try {
                open();
            } catch (IOException e) {
                throw new IllegalStateException("cannot listen again on " + address, e);
            }
        });
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        server.close();
    }

    /** An answer without a body. */
    static HttpMessage answer(String status) {
        return new HttpMessage("HTTP/1.1 " + status, head(), new byte[0]);
    }

    /** A JSON answer. */
    static HttpMessage answer(String status, byte[] json) {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("content-type", "application/json");
        head.putAll(head());
        head.put("content-length", String.valueOf(json.length));
        return new HttpMessage("HTTP/1.1 " + status, head, json);
    }

    /** An error in the reference's layout. */
    static HttpMessage error(String status, String message) {
        String body = "{\n  \"request_id\": \"" + UUID.randomUUID() + "\",\n  \"message\": \""
                + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n}";
        return answer(status, body.getBytes(UTF_8));
    }

    private static Map<String, String> head() {
        return Map.of("x-request-id", UUID.randomUUID().toString());
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    System.out.println("cannot accept on " + address + ": " + e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            for (HttpMessage request = HttpMessage.read(in); request != null; request = HttpMessage.read(in)) {
                HttpMessage answer = handler.answer(request);
                if (answer == null) {
                    connection.setSoLinger(true, 0); // a close is then a reset
                    return;
                }
                connection.getOutputStream().write(answer.bytes());
                if (request.headers().getOrDefault("connection", "").equals("close")) {
                    return;
                }
            }
        } catch (IOException e) {
            System.out.println("connection to " + address + ": " + e);
        }
    }
}
