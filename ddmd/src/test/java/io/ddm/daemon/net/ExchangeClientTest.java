package io.ddm.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExchangeClientTest {

    private static final int BODY_BYTES = 12 * 1024;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** As after a link was silent: the peer reads only when we have long said something else. */
    @Test
    void aRequestThatWasGivenUpDoesNotArriveLater() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        int index = Objects.requireNonNull(NetworkInterface.getByInetAddress(loopback)).getIndex();
        HttpClient client = vertx.createHttpClient(ExchangeClient.options(Ipv6Address.parse("::1"), index));
        try (ServerSocket peer = new ServerSocket()) {
            // So little that most of the body waits on our side.
            peer.setReceiveBufferSize(1024);
            peer.bind(new InetSocketAddress(loopback, 0));
            HttpClientRequest request = client.request(HttpMethod.PUT, peer.getLocalPort(), "::1", "/v2/push").await();
            try (Socket connection = peer.accept()) {
                var answered = request.send(Buffer.buffer(new byte[BODY_BYTES]));
                Awaitility.await().until(() -> connection.getInputStream().available() > 0);
                request.reset();
                Awaitility.await().until(answered::isComplete);
                assertThat(arrived(connection)).isLessThan(BODY_BYTES);
            }
        }
    }

    private static int arrived(Socket connection) throws IOException {
        connection.setSoTimeout(10_000);
        int bytes = 0;
        try {
            while (connection.getInputStream().read() >= 0) {
                bytes++;
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("Connection reset");
        }
        return bytes;
    }
}
