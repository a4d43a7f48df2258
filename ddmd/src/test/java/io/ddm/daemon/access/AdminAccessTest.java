package io.ddm.daemon.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.api.admin.ApiError;
import io.ddm.api.auth.TlsFiles;
import io.ddm.daemon.Daemon;
import io.ddm.daemon.config.AdminConfig;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.config.LinkConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in by which door, and what the others are told; the doors of a whole daemon. */
final class AdminAccessTest {

    private static final String READER = "reader-0123456789";
    private static final String WRITER = "writer-0123456789";
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-r-----");

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void tokenGrantsItsRole() throws Exception {
        try (Door door = new Door(tokens(tokenFile()), null)) {
            assertThat(door.status("GET", "/peers", READER)).isEqualTo(200);
            assertThat(door.status("GET", "/metrics", READER)).isEqualTo(200);
            assertThat(door.status("PUT", "/sync", READER)).isEqualTo(403);
            assertThat(door.status("GET", "/peers", WRITER)).isEqualTo(200);
            assertThat(door.status("PUT", "/sync", WRITER)).isEqualTo(204);
            assertThat(door.status("GET", "/peers", "")).isEqualTo(401);
            assertThat(door.status("GET", "/nonsense", "")).isEqualTo(401);
            assertThat(door.status("PUT", "/sync", WRITER + "0")).isEqualTo(401);
            assertThat(door.status("GET", "/nonsense", READER)).isEqualTo(404);
            assertThat(door.status("PUT", "/nonsense", READER)).as("the role of the method").isEqualTo(403);
            assertThat(door.status("PUT", "/peers", WRITER)).isEqualTo(405);
        }
    }

    @Test
    void servesProbesWithoutToken() throws Exception {
        try (Door door = new Door(tokens(tokenFile()), null)) {
            assertThat(door.status("GET", "/live", "")).isEqualTo(200);
            assertThat(door.ask("GET", "/ready", "").body()).contains("\"ready\"");
            assertThat(door.status("GET", "/metrics", "")).isEqualTo(401);
            assertThat(door.status("PUT", "/live", "")).as("a GET alone").isEqualTo(401);
        }
    }

    @Test
    void countsRefusalsByListenerAndCause() throws Exception {
        try (Door door = new Door(tokens(tokenFile()), null)) {
            door.status("GET", "/peers", "");
            door.status("GET", "/peers", WRITER + "0");
            door.status("PUT", "/sync", READER);
            assertThat(door.ask("GET", "/metrics", READER).body()).contains(
                    "ddm_admin_refused_total{cause=\"unauthenticated\",listener=\"admin\"} 2.0",
                    "ddm_admin_refused_total{cause=\"role\",listener=\"admin\"} 1.0");
        }
    }

    @Test
    void probeListenerNeedsNoCertificate() throws Exception {
        TestCertificates made = new TestCertificates(scratch);
        made.sign("router", "/CN=router");
        AccessConfig tls = tls(made, true, Optional.empty());
        AccessConfig config = new AccessConfig(tls.tls(), tls.tokenFile(), tls.socket(), tls.exchangeKeyFile(),
                List.of(), Optional.of(new ListenAddress(InetAddress.ofLiteral("::1"), 0)));
        try (Door door = new Door(config, client(made, null, null)); HttpClient plain = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> door.status("GET", "/live", "")).isInstanceOf(IOException.class);
            for (String path : List.of("/live", "/ready")) {
                assertThat(probe(plain, door, "GET", path)).isIn(200, 503);
            }
            assertThat(probe(plain, door, "GET", "/live")).isEqualTo(200);
            for (String path : List.of("/peers", "/metrics", "/openapi.json", "/ui", "/ui/login", "/ui/style.css")) {
                assertThat(probe(plain, door, "GET", path)).as(path).isEqualTo(404);
            }
            assertThat(probe(plain, door, "PUT", "/live")).isEqualTo(405);
        }
    }

    @Test
    void servesNamesOfTheCertificate() throws Exception {
        TestCertificates made = new TestCertificates(scratch);
        made.sign("router", "/CN=router");
        SSLContext tls = client(made, null, null);
        try (Door door = new Door(tls(made, false, Optional.of(tokenFile())), tls)) {
            for (String host : List.of("router.example", "ROUTER.example:8000", "r7.rack.example", "[::1]")) {
                assertThat(overTls(door, tls, host)).as(host).startsWith("HTTP/1.1 200 ").contains("\"live\":true");
            }
            for (String host : List.of("a.router.example", "rack.example", "a.b.rack.example", "evil.example")) {
                assertThat(overTls(door, tls, host)).as(host).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    private static String overTls(Door door, SSLContext tls, String host) throws IOException {
        try (Socket socket = tls.getSocketFactory().createSocket("::1", door.daemon.adminPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /live HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static int probe(HttpClient http, Door door, String method, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://[::1]:" + door.daemon.probePort() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void rejectsWithApiErrors() throws Exception {
        try (Door door = new Door(tokens(tokenFile()), null)) {
            HttpResponse<String> unknown = door.ask("GET", "/peers", "");
            assertThat(unknown.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"ddm\"");
            ApiError error = ApiError.parse(unknown.body().getBytes(UTF_8));
            assertThat(unknown.headers().firstValue("x-request-id")).hasValue(error.requestId());
            assertThat(error.message()).isEqualTo("missing or invalid bearer token");
            assertThat(error.errorCode()).isNull();
            assertThat(ApiError.parse(door.ask("PUT", "/sync", READER).body().getBytes(UTF_8)).message())
                    .isEqualTo("PUT /sync requires role read-write; this client has role read-only");
        }
    }

    @Test
    void reloadsTokensWithoutRestart() throws Exception {
        Path file = tokenFile();
        try (Door door = new Door(tokens(file), null)) {
            assertThat(door.status("GET", "/peers", WRITER)).isEqualTo(200);
            Path next = secret("next", "read-write another-0123456789\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            await().untilAsserted(() -> assertThat(door.status("GET", "/peers", WRITER)).isEqualTo(401));
            assertThat(door.status("PUT", "/sync", "another-0123456789")).isEqualTo(204);

            Files.writeString(file, "read-write\n");
            assertThat(door.status("PUT", "/sync", "another-0123456789")).as("a slip locks nobody out").isEqualTo(204);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            rw-r--r-- | read-only 0123456789abcdef   | is accessible by others (rw-r--r--); run: chmod o=
            rw------- | read-only short              | line 1 has an invalid token: must be 16 to 512 letters
            rw------- | look 0123456789abcdef        | line 1 is neither 'read-only TOKEN' nor 'read-write TOKEN'
            rw------- | read-only 0123456789abcdef x | line 1 is neither
            rw------- | # nobody                     | contains no token
            """)
    void namesInvalidTokenFilesWithoutContent(String mode, String content, String reason)
            throws Exception {
        Path file = Files.writeString(scratch.resolve("tokens"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> AdminAccess.of(tokens(file))).isInstanceOf(IOException.class)
                .hasMessageStartingWith("--admin-token-file " + file)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("0123456789");
    }

    @Test
    void namesMissingTokenFile() {
        assertThatThrownBy(() -> AdminAccess.of(tokens(scratch.resolve("none"))))
                .hasMessage("--admin-token-file " + scratch.resolve("none") + " does not exist");
    }

    @Test
    void clientCertificateGrantsItsRole() throws Exception {
        TestCertificates made = new TestCertificates(scratch);
        made.sign("router", "/CN=router");
        made.sign("writer", "/CN=alice/OU=read-write");
        made.sign("reader", "/CN=bob/OU=elsewhere");
        Files.createDirectory(scratch.resolve("other"));
        TestCertificates other = new TestCertificates(scratch.resolve("other"));
        other.sign("writer", "/CN=mallory/OU=read-write");
        try (Door door = new Door(tls(made, true, Optional.empty()), client(made, null, null))) {
            assertThatThrownBy(() -> door.status("GET", "/peers", "")).isInstanceOf(IOException.class);
        }
        try (Door door = new Door(tls(made, true, Optional.empty()), client(made, other, "writer"))) {
            assertThatThrownBy(() -> door.status("GET", "/peers", "")).isInstanceOf(IOException.class);
        }
        try (Door door = new Door(tls(made, true, Optional.empty()), client(made, made, "reader"))) {
            assertThat(door.status("GET", "/peers", "")).isEqualTo(200);
            assertThat(door.status("GET", "/ui", "")).isEqualTo(200);
            assertThat(door.status("GET", "/ui/login", "")).as("no token is demanded").isEqualTo(303);
            assertThat(door.status("PUT", "/sync", "")).isEqualTo(403);
        }
        try (Door door = new Door(tls(made, true, Optional.empty()), client(made, made, "writer"))) {
            assertThat(door.status("PUT", "/sync", "")).isEqualTo(204);
        }
        try (Door door = new Door(tls(made, true, Optional.of(tokenFile())), client(made, made, "writer"))) {
            assertThat(door.status("PUT", "/sync", "")).as("both are wanted").isEqualTo(401);
            assertThat(door.status("PUT", "/sync", READER)).as("and the least role counts").isEqualTo(403);
            assertThat(door.status("PUT", "/sync", WRITER)).isEqualTo(204);
        }
    }

    @Test
    void tlsAloneNeedsNoCredential() throws Exception {
        TestCertificates made = new TestCertificates(scratch);
        made.sign("router", "/CN=router");
        try (Door door = new Door(tls(made, false, Optional.empty()), client(made, null, null))) {
            assertThat(door.status("PUT", "/sync", "")).isEqualTo(204);
        }
        Files.createDirectory(scratch.resolve("other"));
        TestCertificates other = new TestCertificates(scratch.resolve("other"));
        try (Door door = new Door(tls(made, false, Optional.empty()), client(other, null, null))) {
            assertThatThrownBy(() -> door.status("GET", "/peers", "")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void namesUnusableKeyWithReason() throws Exception {
        TestCertificates made = new TestCertificates(scratch);
        made.sign("router", "/CN=router");
        made.sign("writer", "/CN=writer");
        AccessConfig.Tls mixed = new AccessConfig.Tls(made.crt("router"), made.key("writer"), Optional.empty());
        assertThatThrownBy(() -> AdminAccess.of(tls(mixed, Optional.empty()))).hasMessageContainingAll(
                "--admin-tls-key", made.key("writer") + " is not the key of the first certificate");
        AccessConfig.Tls swapped = new AccessConfig.Tls(made.key("router"), made.crt("router"), Optional.empty());
        assertThatThrownBy(() -> AdminAccess.of(tls(swapped, Optional.empty())))
                .hasMessageContainingAll("--admin-tls-cert", made.key("router").toString());
    }

    @Test
    void unixSocketNeedsNoTokenAndIsRemoved() throws Exception {
        Path path = scratch.resolve("admin.sock");
        // What a killed daemon leaves behind.
        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path));
        }
        AccessConfig config = new AccessConfig(Optional.empty(), Optional.of(tokenFile()),
                Optional.of(new AccessConfig.UnixSocket(path, PosixFilePermissions.fromString("rw-rw----"))),
                Optional.empty(), List.of(), Optional.empty());
        try (Door door = new Door(config, null)) {
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(overSocket(path, "PUT /sync")).startsWith("HTTP/1.1 204 ");
            assertThat(overSocket(path, "GET /peers")).startsWith("HTTP/1.1 200 ").endsWith("{}");
            assertThat(door.status("PUT", "/sync", "")).as("the TCP port asks as ever").isEqualTo(401);
            assertThatThrownBy(() -> new SocketFile(config.socket().orElseThrow()).free())
                    .hasMessage("--admin-socket " + path + " is in use by another daemon");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void keepsFilesThatAreNoSockets() throws Exception {
        Path file = Files.writeString(scratch.resolve("mine"), "mine");
        assertThatThrownBy(() -> new SocketFile(new AccessConfig.UnixSocket(file, SECRET)).free())
                .hasMessage("--admin-socket " + file + " exists and is not a socket; remove it or choose another path");
        assertThatThrownBy(() -> new SocketFile(new AccessConfig.UnixSocket(Path.of("/dev/null"), SECRET)).free())
                .hasMessageContaining("is not a socket");
        assertThat(file).hasContent("mine");
    }

    @Test
    void warnsOfUnprotectedListeners() throws Exception {
        InetAddress far = InetAddress.ofLiteral("2001:db8::1");
        AdminAccess tokens = AdminAccess.of(tokens(tokenFile()));
        assertThat(AdminAccess.OPEN.warning(far)).hasValueSatisfying(
                words -> assertThat(words).contains("every client that reaches the admin API can change routes"));
        assertThat(AdminAccess.OPEN.warning(InetAddress.ofLiteral("::"))).isPresent();
        assertThat(AdminAccess.OPEN.warning(InetAddress.ofLiteral("::1"))).isEmpty();
        assertThat(tokens.warning(far))
                .hasValueSatisfying(words -> assertThat(words).contains("tokens cross the network unencrypted"));
        assertThat(tokens.warning(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
    }

    private Path tokenFile() throws IOException {
        return secret("tokens", "# who\nread-only " + READER + "\n\nread-write " + WRITER + "\n");
    }

    private Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(scratch.resolve(name), content);
        return Files.setPosixFilePermissions(file, SECRET);
    }

    private static AccessConfig tokens(Path file) {
        return new AccessConfig(Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty(), List.of(),
                Optional.empty());
    }

    private static AccessConfig tls(TestCertificates made, boolean clients, Optional<Path> tokens) {
        return tls(new AccessConfig.Tls(made.crt("router"), made.key("router"),
                clients ? Optional.of(made.crt("ca")) : Optional.empty()), tokens);
    }

    private static AccessConfig tls(AccessConfig.Tls tls, Optional<Path> tokens) {
        return new AccessConfig(Optional.of(tls), tokens, Optional.empty(), Optional.empty(), List.of(),
                Optional.empty());
    }

    /** A client that believes one authority and shows a certificate, if it is given one. */
    private static SSLContext client(TestCertificates believed, @Nullable TestCertificates own, @Nullable String name)
            throws Exception {
        KeyManager[] shown = own == null || name == null
                ? new KeyManager[0]
                : new KeyManager[]{TlsFiles.identity(own.crt(name), own.key(name))};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, new TrustManager[]{TlsFiles.authorities(believed.crt("ca"))}, null);
        return context;
    }

    private static String overSocket(Path path, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer
                    .wrap((request + " HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\nconnection: close\r\n\r\n")
                            .getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }

    /** A daemon without interfaces, and a client of its TCP port. */
    private final class Door implements AutoCloseable {

        private final Daemon daemon;
        private final HttpClient http;
        private final String scheme;

        Door(AccessConfig access, @Nullable SSLContext tls) throws IOException {
            daemon = Daemon.start(new DaemonConfig(RouterConfig.of(new RouterId("s1"), RouterKind.SERVER),
                    new LinkConfig(List.of(), List.of(), true, 1024, Duration.ofSeconds(3), NetLimits.DEFAULT),
                    new AdminConfig(InetAddress.ofLiteral("::1"), 0,
                            new StatsConfig(0, false, Optional.empty(), Optional.empty()), access),
                    scratch, DataplaneKind.NONE, Optional.empty()));
            scheme = tls == null ? "http" : "https";
            HttpClient.Builder builder = HttpClient.newBuilder();
            http = (tls == null ? builder : builder.sslContext(tls)).build();
        }

        HttpResponse<String> ask(String method, String path, String token) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest
                    .newBuilder(URI.create(scheme + "://[::1]:" + daemon.adminPort() + path))
                    .header("api-version", "2.0.0")
                    .timeout(Duration.ofSeconds(10))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (!token.isEmpty()) {
                request.header("authorization", "Bearer " + token);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        }

        int status(String method, String path, String token) throws IOException, InterruptedException {
            return ask(method, path, token).statusCode();
        }

        @Override
        public void close() {
            http.close();
            daemon.stop();
        }
    }
}
