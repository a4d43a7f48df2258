package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.Daemon;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.config.AdminConfig;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.config.LinkConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A daemon without interfaces in this process, and a client that sends what it is given, byte for byte. */
final class RunningDaemon implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Daemon daemon;

    private RunningDaemon(Daemon daemon) {
        this.daemon = daemon;
    }

    /** Starts a daemon that keeps its originations in a directory. */
    static RunningDaemon in(Path directory) throws IOException {
        return in(directory, AccessConfig.OPEN);
    }

    /** The same with access control. */
    static RunningDaemon in(Path directory, AccessConfig access) throws IOException {
        RouterConfig router = RouterConfig.of(new RouterId("s1"), RouterKind.SERVER);
        return new RunningDaemon(Daemon.start(new DaemonConfig(router,
                new LinkConfig(List.of(), List.of(), true, 1024, Duration.ofSeconds(3), NetLimits.DEFAULT),
                new AdminConfig(InetAddress.getLoopbackAddress(), 0,
                        new StatsConfig(0, false, Optional.empty(), Optional.empty()), access),
                directory, DataplaneKind.NONE, Optional.empty())));
    }

    /** A connection to the admin API. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.adminPort());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** Sends bytes on a connection of their own and reads one reply. */
    HttpReply raw(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return HttpReply.read(socket.getInputStream());
        }
    }

    /** Sends a head, with CRLF at the ends of its lines and an empty line added, and reads the reply. */
    HttpReply head(String... lines) throws IOException {
        return raw((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /** Sends a request in version 2.0.0; further headers come first, so that they count before ours. */
    HttpReply send(String method, String path, byte[] body, String... headers) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("api-version: 2.0.0\r\nconnection: close\r\ncontent-length: ")
                .append(body.length)
                .append("\r\n\r\n");
        request.writeBytes(head.toString().getBytes(ISO_8859_1));
        request.writeBytes(body);
        return raw(request.toByteArray());
    }

    HttpReply send(String method, String path, String body, String... headers) throws IOException {
        return send(method, path, body.getBytes(UTF_8), headers);
    }

    /** Changes something; it must be acknowledged. */
    void change(String method, String path, String body) throws IOException {
        HttpReply reply = send(method, path, body);
        assertThat(reply.status()).as("%s %s %s: %s", method, path, body, reply.text()).isEqualTo(204);
    }

    /** Everything that the API shows, byte for byte. */
    String state() throws IOException {
        StringBuilder state = new StringBuilder();
        for (String path : List.of("/peers", "/prefixes", "/originated", "/tunnel_endpoints",
                "/originated_tunnel_endpoints")) {
            HttpReply reply = send("GET", path, "");
            assertThat(reply.status()).isEqualTo(200);
            state.append(path).append(' ').append(reply.text()).append('\n');
        }
        return state.toString();
    }

    /** Whether the daemon neither sends anything on a connection nor ends it within a moment. */
    static boolean isSilent(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    @Override
    public void close() {
        daemon.stop();
    }
}
