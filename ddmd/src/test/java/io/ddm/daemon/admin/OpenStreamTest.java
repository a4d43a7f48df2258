package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon with a reader of its events. */
final class OpenStreamTest {

    private static final String REQUEST = "GET /events HTTP/1.1\r\nhost: localhost\r\napi-version: 3.1.0\r\n\r\n";

    @Test
    void showsChangesByOperatorsAndEndsWithTheDaemon(@TempDir Path directory) throws Exception {
        RunningDaemon daemon = RunningDaemon.in(directory);
        try (Socket socket = daemon.connect()) {
            socket.getOutputStream().write(REQUEST.getBytes(UTF_8));
            assertThat(HttpReply.readHead(socket.getInputStream()).status()).isEqualTo(200);
            readUntil(socket, "event: snapshot\nid: ");
            daemon.change("PUT", "/prefix", "[\"fd00:1::/64\"]");
            readUntil(socket, "\"originated\":{\"prefixes\":1,\"tunnels\":0}");

            long began = System.nanoTime();
            daemon.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(socket.getInputStream().readAllBytes()).as("until the end").hasSizeLessThan(64 * 1024);
        } finally {
            daemon.close();
        }
    }

    private static void readUntil(Socket socket, String expected) throws Exception {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int c = socket.getInputStream().read();
            assertThat(c).as("after %s", read).isNotNegative();
            read.append((char) c);
        }
    }
}
