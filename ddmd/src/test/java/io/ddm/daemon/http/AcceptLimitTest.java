package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many connections against a small limit. */
final class AcceptLimitTest {

    private static final int LIMIT = 8;
    private static final int FLOOD = 200;

    private final AtomicInteger refused = new AtomicInteger();
    private final Vertx vertx = Vertx.builder()
            .withTransport(AcceptLimit.transport(LIMIT, Duration.ofSeconds(30),
                    (listener, cause, source) -> refused.incrementAndGet()))
            .build();
    private final List<Socket> flood = new ArrayList<>();

    @TempDir
    private Path scratch = Path.of("");

    @AfterEach
    void close() throws IOException {
        for (Socket socket : flood) {
            socket.close();
        }
        vertx.close().await();
    }

    @Test
    void keepsUnixSocketReachableDuringTcpFlood() throws Exception {
        Path path = scratch.resolve("admin.sock");
        AdminResources resources = AdminResources.of(AdminLoop.open(vertx, vertx.getOrCreateContext()).await(),
                RefusalObserver.NONE);
        Listener tcp = listener(resources, Listener.options());
        tcp.listen(SocketAddress.inetSocketAddress(0, "::1")).await();
        listener(resources, Listener.options()).listen(SocketAddress.domainSocketAddress(path.toString())).await();

        flood(tcp.port());
        await().until(() -> refused.get() == FLOOD - LIMIT);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII)));
            assertThat(Channels.newInputStream(client).readNBytes(12)).asString(US_ASCII).isEqualTo("HTTP/1.1 204");
        }
        assertThat(flood.getFirst().isClosed()).isFalse();
    }

    @Test
    void admitsAgainAfterConnectionsClose() throws Exception {
        AdminResources resources = AdminResources.of(AdminLoop.open(vertx, vertx.getOrCreateContext()).await(),
                RefusalObserver.NONE);
        Listener tcp = listener(resources, Listener.options());
        tcp.listen(SocketAddress.inetSocketAddress(0, "::1")).await();
        flood(tcp.port());
        await().until(() -> refused.get() == FLOOD - LIMIT);
        for (Socket socket : flood) {
            socket.close();
        }
        await().ignoreExceptions().untilAsserted(() -> {
            try (Socket client = new Socket(InetAddress.ofLiteral("::1"), tcp.port())) {
                client.setSoTimeout(1000);
                client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
                assertThat(client.getInputStream().readNBytes(12)).asString(US_ASCII).isEqualTo("HTTP/1.1 204");
            }
        });
    }

    private static Listener listener(AdminResources resources, HttpServerOptions options) {
        return new Listener(resources.loop(), "test", options, ProgressMonitor.Timeouts.DEFAULT, RefusalObserver.NONE,
                request -> request.response().setStatusCode(204).end());
    }

    private void flood(int port) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            flood.add(new Socket(InetAddress.ofLiteral("::1"), port));
        }
    }
}
