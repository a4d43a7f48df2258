package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.json.BadJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with a request, it is answered with what is wrong and where, and nothing changes: not what the API
 * shows, not the file, not what the next daemon finds in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {

    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;
    private static final String WHAT_FAILED = "unable to parse JSON body: ";
    private static final String TUNNEL = "{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00:1::1\","
            + "\"vni\":47,\"metric\":1}";
    private static final String STATS = "{\"rack_id\":\"4186465a-970d-4936-9637-eff6d513a799\","
            + "\"sled_id\":\"cf6917a3-1f6d-4313-8223-a50f32c24b2c\"}";

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private RunningDaemon daemon;

    private String state = "";
    private byte[] file = {};

    @BeforeAll
    void start(@TempDir Path scratch) throws IOException {
        directory = scratch;
        daemon = RunningDaemon.in(directory);
        // What the bad requests name is there, so that a bad withdrawal would show.
        daemon.change("PUT", "/prefix", "[\"fd00:1::/64\",\"fd00::/64\",\"fd00::1/64\"]");
        daemon.change("PUT", "/tunnel_endpoint", "[" + TUNNEL + "]");
        state = daemon.state();
        file = stored();
    }

    @AfterEach
    void leavesStateUnchanged() throws IOException {
        assertThat(daemon.state()).isEqualTo(state);
        assertThat(stored()).as("the file").isEqualTo(file);
    }

    @AfterAll
    void leavesStoredStateUnchanged() throws IOException {
        daemon.close();
        try (RunningDaemon next = RunningDaemon.in(directory)) {
            assertThat(next.state()).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-prefixes.txt", delimiterString = " => ", quoteCharacter = '~')
    void rejectsInvalidPrefixes(String body, String message) throws Exception {
        refused("PUT", "/prefix", body.getBytes(UTF_8), WHAT_FAILED + message);
        refused("DELETE", "/prefix", body.getBytes(UTF_8), WHAT_FAILED + message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-tunnels.txt", delimiterString = " => ", quoteCharacter = '~')
    void rejectsInvalidTunnelOrigins(String body, String message) throws Exception {
        refused("PUT", "/tunnel_endpoint", body.getBytes(UTF_8), WHAT_FAILED + message);
        refused("DELETE", "/tunnel_endpoint", body.getBytes(UTF_8), WHAT_FAILED + message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-stats.txt", delimiterString = " => ", quoteCharacter = '~')
    void rejectsInvalidStatsRequests(String body, String message) throws Exception {
        refused("POST", "/enable-stats", body.getBytes(UTF_8), WHAT_FAILED + message);
    }

    @ParameterizedTest
    @CsvSource({"PUT, /prefix", "DELETE, /prefix", "PUT, /tunnel_endpoint", "DELETE, /tunnel_endpoint",
            "POST, /enable-stats"})
    void rejectsTruncatedBodies(String method, String path) throws Exception {
        byte[] whole = (switch (path) {
            case "/prefix" -> "[\"fd00:1::/64\", \"fd00:2::/64\"]";
            case "/tunnel_endpoint" -> "[" + TUNNEL + "]";
            default -> STATS;
        }).getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            String message = refused(method, path, Arrays.copyOf(whole, length));
            assertThat(message).startsWith(WHAT_FAILED)
                    .contains("EOF while parsing")
                    .endsWith("at line 1 column " + length);
        }
    }

    /** Bytes that are not UTF-8, each character standing for one. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {"[\"fd00::/64\u00ff\"] => [0]: Invalid UTF-8 start byte 0xff at line 1 column 12",
                    "[\"fd00::\u00c0\u00af64\"] => [0]: Invalid UTF-8 start byte 0xc0 at line 1 column 9",
                    "[\"fd00::/64\u00ed\u00a0\u0080\"] => [0]: Invalid UTF-8: Illegal surrogate character 0xd800 at "
                            + "line 1 column 14",
                    "[\"fd00::/64\u00c3\"] => [0]: Invalid UTF-8 middle byte 0x22 at line 1 column 13",
                    "[\u00ff] => [0]: Invalid UTF-8 start byte 0xff at line 1 column 2",
                    "\u00ef\u00bb\u00bf[] => expected value at line 1 column 1"})
    void rejectsInvalidUtf8(String body, String message) throws Exception {
        refused("PUT", "/prefix", body.getBytes(ISO_8859_1), WHAT_FAILED + message);
        refused("DELETE", "/prefix", body.getBytes(ISO_8859_1), WHAT_FAILED + message);
    }

    @Test
    void rejectsOtherEncodings() throws Exception {
        refused("PUT", "/prefix", "[]".getBytes(UTF_16LE), WHAT_FAILED + "expected value at line 1 column 2");
    }

    @Test
    void rejectsExcessiveJson() throws Exception {
        String tunnel = TUNNEL.substring(0, TUNNEL.length() - 1);
        refused("PUT", "/prefix", "[".repeat(1_000_000).getBytes(UTF_8),
                WHAT_FAILED + "[0]: invalid type: sequence, expected a string at line 1 column 1");
        refused("PUT", "/tunnel_endpoint", ("[" + tunnel + ",\"x\":" + "[".repeat(1_000_000)).getBytes(UTF_8),
                WHAT_FAILED + "[0].x: Document nesting depth (129) exceeds the maximum allowed (128) at line 1 column "
                        + (tunnel.length() + 5 + 128));
        refused("PUT", "/prefix", ("[\"" + "f".repeat(70_000) + "\"]").getBytes(UTF_8), WHAT_FAILED
                + "[0]: String value length (70000) exceeds the maximum allowed (65536) at line 1 column 70003");
        assertThat(refused("PUT", "/tunnel_endpoint",
                ("[" + tunnel.replace("\"metric\":1", "\"metric\":" + "9".repeat(200)) + "}]").getBytes(UTF_8)))
                .contains("Number value length (200) exceeds the maximum allowed (100) at line 1 column ");
    }

    @Test
    void rejectsTooLargeBodies() throws Exception {
        byte[] spaces = new byte[MAX_BODY_BYTES + 1];
        Arrays.fill(spaces, (byte) ' ');
        refused("PUT", "/prefix", spaces, "request body exceeded maximum size of " + MAX_BODY_BYTES + " bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text/plain|unsupported content-type: text/plain",
                    "application/json-seq|unsupported content-type: application/json-seq",
                    "Text/HTML; charset=utf-8|unsupported content-type: text/html",
                    "application/x-www-form-urlencoded|expected content type \"application/json\", got "
                            + "\"application/x-www-form-urlencoded\"",
                    "application/octet-stream|expected content type \"application/json\", got "
                            + "\"application/octet-stream\""})
    void rejectsOtherContentTypes(String type, String message) throws Exception {
        for (String[] operation : new String[][]{{"PUT", "/prefix", "[\"fd00:2::/64\"]"},
                {"DELETE", "/prefix", "[\"fd00:1::/64\"]"}, {"PUT", "/tunnel_endpoint", "[]"},
                {"DELETE", "/tunnel_endpoint", "[" + TUNNEL + "]"}, {"POST", "/enable-stats", STATS}}) {
            HttpReply reply = daemon.send(operation[0], operation[1], operation[2], "content-type: " + type);
            assertThat(refusal(reply)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "10.0.0.1", "fe80", "fe80::1%25eth0", "fe80::1/64", "fe80::12345", "%5Bfe80::1%5D"})
    void rejectsInvalidAddresses(String address) throws Exception {
        HttpReply reply = daemon.send("DELETE", "/peers/" + address.replace("/", "%2F"), "");
        assertThat(refusal(reply)).isEqualTo("bad parameter in URL path: invalid IPv6 address syntax");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"9.0.0|server does not support this API version: 9.0.0",
                    "2|bad value for header \"api-version\": unexpected end of input while parsing major version "
                            + "number: 2",
                    "2.0|bad value for header \"api-version\": unexpected end of input while parsing minor version "
                            + "number: 2.0",
                    "v2.0.0|bad value for header \"api-version\": unexpected character 'v' while parsing major "
                            + "version number: v2.0.0",
                    "2.0.0 x|bad value for header \"api-version\": unexpected character ' ' after patch version "
                            + "number: 2.0.0 x",
                    "-1.0.0|bad value for header \"api-version\": unexpected character '-' while parsing major "
                            + "version number: -1.0.0",
                    "02.0.0|bad value for header \"api-version\": invalid leading zero in major version number: "
                            + "02.0.0"})
    void rejectsInvalidVersions(String version, String message) throws Exception {
        for (String path : List.of("/peers", "/prefix", "/sync", "/enable-stats", "/nope")) {
            HttpReply reply = daemon.send(path.equals("/prefix") ? "DELETE" : "GET", path, "[\"fd00:1::/64\"]",
                    "api-version: " + version);
            assertThat(refusal(reply)).isEqualTo(message);
        }
    }

    @Test
    void rejectsRequestsWithoutVersion() throws Exception {
        HttpReply reply = daemon.head("DELETE /prefix HTTP/1.1", "host: localhost", "content-length: 0");
        assertThat(refusal(reply)).isEqualTo("missing expected header \"api-version\"");
    }

    private void refused(String method, String path, byte[] body, String message) throws Exception {
        assertThat(refused(method, path, body)).isEqualTo(message);
    }

    private String refused(String method, String path, byte[] body) throws Exception {
        return refusal(daemon.send(method, path, body));
    }

    /** The message of a reply, which is a 400 as it should be. */
    private static String refusal(HttpReply reply) throws BadJsonException {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        String id = reply.error().requestId();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(reply.header("x-request-id")).contains(id);
        return reply.error().message();
    }

    private byte[] stored() throws IOException {
        return Files.readAllBytes(directory.resolve("originated.log"));
    }
}
