package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final String REQUEST = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    private final AtomicInteger refused = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private int port;

    private boolean replacesIdle;

    private final class AtMostTwo implements ConnectionGuard.Admission {
        @Override
        public boolean admits(HttpConnection connection, Collection<HttpConnection> open) {
            return open.size() < 2;
        }

        @Override
        public boolean replacesIdle() {
            return replacesIdle;
        }
    }

    @BeforeEach
    void listen() throws Exception {
        HttpServer server = vertx.createHttpServer(ConnectionGuard.options());
        ConnectionGuard guard = new ConnectionGuard(vertx, new AtMostTwo(), TIMEOUT, refused::incrementAndGet);
        guard.watch(server);
        server.requestHandler(request -> {
            guard.request(request);
            request.response().end("hello");
        });
        Future<HttpServer> listening = server.listen(0, InetAddress.getLoopbackAddress().getHostAddress());
        port = listening.toCompletionStage().toCompletableFuture().get().actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void closesExcessConnectionsAndAdmitsLaterOnes() throws Exception {
        try (Socket first = connect(); Socket second = connect()) {
            ask(first);
            ask(second);
            try (Socket third = connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                assertThat(refused).hasValue(1);
            }
        }
        await().ignoreExceptions().untilAsserted(() -> {
            try (Socket later = connect()) {
                ask(later);
            }
        });
    }

    @Test
    void replacesTheConnectionThatHasWaitedLongest() throws Exception {
        replacesIdle = true;
        try (Socket first = connect(); Socket second = connect()) {
            ask(first);
            ask(second);
            ask(first);
            try (Socket third = connect()) {
                ask(third);
                ask(first);
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                assertThat(refused).hasValue(0);
            }
        }
    }

    @Test
    void replacesNoConnectionWithoutAnAnswer() throws Exception {
        replacesIdle = true;
        try (Socket first = connect(); Socket second = connect(); Socket third = connect()) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(refused).hasValue(1);
            ask(first);
            ask(second);
        }
    }

    @Test
    void closesTricklingConnectionsOnly() throws Exception {
        try (Socket slow = connect(); Socket busy = connect()) {
            long start = System.nanoTime();
            AtomicInteger sent = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(50)).atMost(TIMEOUT.multipliedBy(6)).until(() -> {
                ask(busy);
                return closedByThem(slow, sent.getAndIncrement());
            });
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(TIMEOUT.minusMillis(50));
            assertThat(refused).hasValue(1);
            ask(busy);
        }
    }

    /** One more byte of a head that never ends. */
    private static boolean closedByThem(Socket slow, int byteNumber) throws IOException {
        try {
            slow.getOutputStream().write(byteNumber == 0 ? 'G' : 'x');
            slow.setSoTimeout(1);
            return slow.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST.getBytes(UTF_8));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("hello")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after " + answer);
            }
            answer.append((char) c);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
