package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret is ever logged, however much is logged and whatever is done with it. */
final class SecretsProcessTest {

    private static final String TOKEN = "s3cret-token-of-alice";
    private static final String NEXT = "s3cret-token-of-tomorrow";
    private static final String KEY = "s3cret-key-of-the-rack";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void logsNeitherTokensNorKeys() throws Exception {
        Path tokens = write("tokens", "read-write " + TOKEN);
        Path keys = write("keys", KEY);
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of("DDM_LOG", "trace"), "--admin-port", "0",
                "--admin-port-file", scratch.resolve("port").toString(), "--admin-token-file", tokens.toString(),
                "--exchange-key-file", keys.toString(), "-a", "none0")) {
            int port = daemon.awaitPort();
            assertThat(sync(port, TOKEN)).isEqualTo(204);
            assertThat(sync(port, TOKEN + "-guessed")).isEqualTo(401);
            write("tokens", "read-write " + NEXT);
            await().atMost(Duration.ofSeconds(10)).until(() -> sync(port, NEXT) == 204);
            write("tokens", NEXT + " read-write");
            assertThat(sync(port, NEXT)).isEqualTo(204);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> daemon.log().contains("its previous content stays in effect"));
            assertThat(daemon.log()).contains("was reloaded").doesNotContain("s3cret");
        }
    }

    @Test
    void namesBadFileWithoutQuotingIt() throws Exception {
        Path tokens = write("tokens", TOKEN);
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of("DDM_LOG", "trace"), "--admin-token-file",
                tokens.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("ddmd: --admin-token-file " + tokens
                    + " line 1 is neither 'read-only TOKEN' nor 'read-write TOKEN'\n").doesNotContain("s3cret");
        }
        Path keys = write("keys", "s3cret");
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of("DDM_LOG", "trace"), "--exchange-key-file",
                keys.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log())
                    .contains("ddmd: --exchange-key-file " + keys + " contains a key of less than 16 bytes")
                    .doesNotContain("s3cret");
        }
    }

    private static int sync(int port, String token) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://[::1]:" + port + "/sync"))
                    .header("api-version", "2.0.0")
                    .header("authorization", "Bearer " + token)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build(), HttpResponse.BodyHandlers.ofString(UTF_8)).statusCode();
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.setPosixFilePermissions(Files.writeString(scratch.resolve(name), content + "\n"),
                PosixFilePermissions.fromString("rw-------"));
    }
}
