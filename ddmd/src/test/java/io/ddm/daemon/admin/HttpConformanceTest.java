package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the admin API speaks HTTP: as the reference was seen to, and as RFC 9112 has it where it was not seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpConformanceTest {

    private static final String BODY = "[\"fd00:1::/64\"]";

    @SuppressWarnings("NullAway.Init")
    private RunningDaemon daemon;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        daemon = RunningDaemon.in(directory);
        daemon.change("PUT", "/prefix", BODY);
    }

    @AfterAll
    void stop() {
        daemon.close();
    }

    @Test
    void sendsUniqueRequestIdAndDateWithEveryReply() throws IOException {
        Set<String> ids = new HashSet<>();
        for (HttpReply reply : new HttpReply[]{daemon.send("GET", "/peers", ""), daemon.send("PUT", "/sync", ""),
                daemon.send("GET", "/nope", ""), daemon.send("POST", "/peers", ""), daemon.send("PUT", "/prefix", "["),
                daemon.send("GET", "/peers", "", "api-version: 9.0.0"), daemon.send("GET", "/metrics", "")}) {
            String id = reply.header("x-request-id").orElse("none");
            assertThat(UUID.fromString(id)).hasToString(id);
            assertThat(ids.add(id)).as("a new one for %s", reply).isTrue();
            assertThat(reply.header("date").orElse("none")).matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} GMT");
        }
    }

    @Test
    void writesCompactBodiesAndIndentedErrors() throws IOException {
        HttpReply good = daemon.send("GET", "/originated", "");
        assertThat(good.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(good.header("content-type")).contains("application/json");
        assertThat(good.text()).isEqualTo(BODY);

        HttpReply bad = daemon.send("GET", "/nope", "");
        assertThat(bad.statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(bad.header("content-type")).contains("application/json");
        assertThat(bad.text()).isEqualTo("{\n  \"request_id\": \"" + bad.header("x-request-id").orElse("none")
                + "\",\n  \"message\": \"Not Found\"\n}");
    }

    @Test
    void acknowledgesWithoutBodyAndLength() throws IOException {
        HttpReply reply = daemon.send("PUT", "/prefix", BODY);
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 204 No Content");
        assertThat(reply.header("content-length")).isEmpty();
        assertThat(reply.header("transfer-encoding")).isEmpty();
        assertThat(reply.header("content-type")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, /peers, GET", "POST, /peers, GET", "PATCH, /originated, GET", "GET, /peers/x, DELETE",
            "GET, /prefix, 'DELETE, PUT'", "BREW, /tunnel_endpoint, 'DELETE, PUT'", "GET, /sync, PUT",
            "GET, /enable-stats, POST", "DELETE, /disable-stats, POST"})
    void namesTheAllowedMethodsIn405(String method, String path, String allowed) throws Exception {
        HttpReply reply = daemon.send(method, path, "");
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 405 Method Not Allowed");
        assertThat(reply.header("allow")).contains(allowed);
        assertThat(reply.error().message()).isEqualTo("Method Not Allowed");
    }

    @Test
    void rejectsHeadWithLengthButWithoutBody() throws IOException {
        try (Socket socket = daemon.connect()) {
            write(socket, "HEAD /peers HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\n\r\n");
            HttpReply reply = HttpReply.readHead(socket.getInputStream());
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("allow")).contains("GET");
            assertThat(reply.header("content-length")).contains("93");
            // Else the next reply would begin with a body.
            write(socket, get("/originated"));
            assertThat(HttpReply.read(socket.getInputStream()).text()).isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/originated/", "//originated", "///originated//", "/originated?x=1", "/originated?",
                    "/originated?x=/prefix", "/origin%61ted", "http://localhost/originated"})
    void normalizesPathsLikeTheReference(String path) throws IOException {
        HttpReply reply = daemon.send("GET", path, "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({"/peers/fe80::dead, 204", "/peers/fe80%3A%3Adead, 204", "/peers//fe80%3a%3adead/, 204",
            "/peers/fe80::dead%25eth0, 400", "/peers/fe80%3, 400", "/peers/%ff, 400", "/peers/fe80::+dead, 400",
            "/peers/.., 400", "/peers/fe80::dead/x, 404", "/peers%2Ffe80::dead, 404"})
    void decodesEachPathElementSeparately(String path, int status) throws IOException {
        HttpReply reply = daemon.send("DELETE", path, "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "/", "//", "/originatedx", "/Originated", "/originated/x", "/originated%2F"})
    void answers404ForUnknownPaths(String path) throws IOException {
        HttpReply reply = daemon.send("GET", path.isEmpty() ? "?x" : path, "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(404);
    }

    @Test
    void ignoresCaseOfHeaders() throws IOException {
        HttpReply reply = daemon.head("PUT /prefix HTTP/1.1", "HOST: localhost", "API-Version: 2.0.0",
                "CONTENT-TYPE: Application/JSON; charset=utf-8", "Content-LENGTH: 2", "", "[]");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
    }

    @Test
    void usesTheFirstOfTwoVersions() throws IOException {
        assertThat(daemon.send("GET", "/peers", "", "api-version: 1.0.0").status()).isEqualTo(200);
        assertThat(daemon.send("GET", "/peers", "", "api-version: x").status()).isEqualTo(400);
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (Socket socket = daemon.connect()) {
            write(socket, get("/originated") + put("[\"fd00:9::/64\"]") + get("/originated") + get("/nope")
                    + "DELETE /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\ncontent-length: 16\r\n\r\n"
                    + "[\"fd00:9::/64\"] " + get("/originated"));
            assertThat(HttpReply.read(socket.getInputStream()).text()).isEqualTo(BODY);
            assertThat(HttpReply.read(socket.getInputStream()).status()).isEqualTo(204);
            assertThat(HttpReply.read(socket.getInputStream()).text()).isEqualTo("[\"fd00:1::/64\",\"fd00:9::/64\"]");
            assertThat(HttpReply.read(socket.getInputStream()).status()).isEqualTo(404);
            assertThat(HttpReply.read(socket.getInputStream()).status()).isEqualTo(204);
            assertThat(HttpReply.read(socket.getInputStream()).text()).isEqualTo(BODY);
        }
    }

    @Test
    void answersExpect100Continue() throws IOException {
        try (Socket socket = daemon.connect()) {
            write(socket, put("[]").replace("\r\n\r\n[]", "\r\nexpect: 100-continue\r\n\r\n"));
            assertThat(HttpReply.readHead(socket.getInputStream()).status()).isEqualTo(100);
            assertThat(RunningDaemon.isSilent(socket)).isTrue();
            write(socket, "[]");
            assertThat(HttpReply.read(socket.getInputStream()).status()).isEqualTo(204);
        }
    }

    @Test
    void readsChunkedBodies() throws IOException {
        String head = "PUT /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\ntransfer-encoding: "
                + "chunked\r\n\r\n";
        assertThat(daemon.raw(bytes(head + "4\r\n[\"fd\r\nb\r\n00:1::/64\"]\r\n0\r\n\r\n")).status()).isEqualTo(204);
        HttpReply bad = daemon.raw(bytes(head + "2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n"));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text()).contains("[0]: invalid type: integer `1`, expected a string at line 1 column 2");
    }

    @Test
    void closesAfterAnsweringHttp10() throws IOException {
        try (Socket socket = daemon.connect()) {
            write(socket, "GET /originated HTTP/1.0\r\napi-version: 2.0.0\r\n\r\n");
            HttpReply reply = HttpReply.read(socket.getInputStream());
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(BODY);
            assertThat(socket.getInputStream().read()).as("the end of the connection").isEqualTo(-1);
        }
    }

    @Test
    void servesRequestsWithoutHostHeader() throws IOException {
        assertThat(daemon.head("GET /originated HTTP/1.1", "api-version: 2.0.0").text()).isEqualTo(BODY);
    }

    @Test
    void ignoresUpgradeToHttp2() throws IOException {
        HttpReply reply = daemon.head("GET /originated HTTP/1.1", "host: localhost", "api-version: 2.0.0",
                "connection: Upgrade, HTTP2-Settings", "upgrade: h2c",
                "http2-settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\n\r\n";
    }

    private static String put(String body) {
        return "PUT /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
