package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpCallTest {

    private static final int BODY_BYTES = 64 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void sendsLongBodiesInPieces() throws Exception {
        Buffer body = Buffer.buffer(new byte[BODY_BYTES]);
        Routes routes = new Routes(0).on(HttpMethod.GET, "/", call -> call.ok(body));
        HttpServer server = vertx.createHttpServer().requestHandler(routes::handle).listen(0, "127.0.0.1").await();
        try (Socket reader = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.actualPort())) {
            reader.setSoTimeout(10_000);
            reader.getOutputStream().write("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".getBytes(US_ASCII));
            InputStream in = reader.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head.toString()).contains("content-length: " + BODY_BYTES);
            assertThat(in.readAllBytes()).hasSize(BODY_BYTES);
        }
    }
}
