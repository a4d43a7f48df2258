package io.ddm.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transports, credentials, and the error messages about them. */
final class ConnectionTest {

    private static final String TOKEN = "reader-0123456789";
    private static final String ERROR_BODY = "{\n  \"request_id\": \"x\",\n  \"message\": \"%s\"\n}";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void sendsTheTokenOfTheFile() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().with("/originated", "[]")) {
            Run run = Run.plain("-p", ddmd.port(), "--token-file", tokenFile("rw-------").toString(), "get-originated");
            assertThat(run).isEqualTo(new Run(0, "Prefix\n", ""));
            Run.plain("get-originated", "-p", ddmd.port());
            assertThat(ddmd.authorizations).containsExactly("Bearer " + TOKEN, "null");
        }
    }

    @Test
    void reportsMissingAuthentication() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().rejecting(401, "/sync",
                ERROR_BODY.formatted("missing or invalid bearer token"))) {
            assertThat(Run.plain("-p", ddmd.port(), "sync")).isEqualTo(new Run(ExitCodes.REFUSED, "",
                    "ddmadm: ddmd at [::1]:"
                            + ddmd.port()
                            + " requires authentication\n  missing or invalid bearer token\n  try: --token-file with a"
                            + " token of"
                            + " the daemon's --admin-token-file, or --socket on the router itself\n"));
        }
    }

    @Test
    void reportsMissingRole() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().rejecting(403, "/sync",
                ERROR_BODY.formatted("PUT /sync requires role read-write; this client has role read-only"))) {
            assertThat(Run.plain("-p", ddmd.port(), "sync")).isEqualTo(new Run(ExitCodes.REFUSED, "",
                    "ddmadm: ddmd at [::1]:" + ddmd.port()
                            + " denies this operation\n"
                            + "  PUT /sync requires role read-write; this client has role read-only\n"
                            + "  try: a token or a certificate with the role read-write\n"));
        }
    }

    @Test
    void trustsOnlyTheGivenAuthority() throws Exception {
        try (FakeDdmd ddmd = FakeDdmd.over(SelfSigned.server(scratch, "router")).with("/originated", "[]")) {
            Path ca = scratch.resolve("router.crt");
            assertThat(Run.plain("-p", ddmd.port(), "--ca", ca.toString(), "get-originated"))
                    .isEqualTo(new Run(0, "Prefix\n", ""));
            SelfSigned.server(scratch, "other");
            for (String options : List.of("--tls", "--ca " + scratch.resolve("other.crt"))) {
                Run run = Run.plain(("-p " + ddmd.port() + " " + options + " get-originated").split(" ", -1));
                assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
                assertThat(run.err()).startsWith(
                        "ddmadm: cannot establish a TLS connection to ddmd at [::1]:" + ddmd.port() + "\n  ");
                assertThat(run.err())
                        .contains("\n  the certificate of the daemon is not signed by a trusted authority\n");
                assertThat(run.err()).endsWith("\n  try: --ca with the certificate authority of the daemon,"
                        + " --client-cert and --client-key if the daemon requires a client certificate, or no TLS"
                        + " options if it does not use TLS\n");
            }
            assertThat(Run.plain("-p", ddmd.port(), "get-originated").err()).endsWith(", or --tls\n");
        }
    }

    @Test
    void reportsCertificateForAnotherAddress() throws Exception {
        try (FakeDdmd ddmd = FakeDdmd.over(SelfSigned.server(scratch, "router"), "127.0.0.1")) {
            assertThat(Run.plain("-a", "127.0.0.1", "-p", ddmd.port(), "--ca", scratch.resolve("router.crt").toString(),
                    "sync"))
                    .isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                            "ddmadm: cannot establish a TLS connection to ddmd at 127.0.0.1:" + ddmd.port()
                                    + "\n  the certificate of the daemon is not valid for this name or address\n"
                                    + "  try: --address with a name or an address that is in the certificate\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "65536", "99999999999"})
    void rejectsInvalidPort(String port) {
        assertThat(Run.plain("-p", port, "sync").err()).isEqualTo("ddmadm: invalid value '" + port
                + "' for --port\n  must be 1 to 65535; nothing was sent\n  try: ddmadm --help\n");
    }

    @Test
    void reportsServerWithoutTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Run run = Run.plain("-p", Integer.toString(plain.getLocalPort()), "--tls", "sync");
            assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
            assertThat(run.err()).startsWith("ddmadm: cannot establish a TLS connection to ddmd at [::1]:"
                    + plain.getLocalPort() + "\n  the server does not answer in TLS\n");
            answered.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void usesTheUnixSocket() throws Exception {
        Path path = scratch.resolve("admin.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(
                    () -> answer(server, "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n[\"fd00:5::/64\"]"));
            assertThat(Run.plain("--socket", path.toString(), "get-originated"))
                    .isEqualTo(new Run(0, "Prefix\nfd00:5::/64\n", ""));
            assertThat(asked.get(10, TimeUnit.SECONDS)).startsWith("GET /originated HTTP/1.1\r\n")
                    .contains("\r\napi-version: 2.0.0\r\n");

            CompletableFuture<String> changed = CompletableFuture
                    .supplyAsync(() -> answer(server, "HTTP/1.1 204 No Content\r\n\r\n"));
            assertThat(Run.plain("--socket", path.toString(), "advertise-prefixes", "fd00:5::/64"))
                    .isEqualTo(new Run(0, "", ""));
            assertThat(changed.get(10, TimeUnit.SECONDS)).startsWith("PUT /prefix HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n[\"fd00:5::/64\"]");

            CompletableFuture<String> cut = CompletableFuture
                    .supplyAsync(() -> answer(server, "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n["));
            assertThat(Run.plain("--socket", path.toString(), "get-originated").err())
                    .startsWith("ddmadm: lost the connection to ddmd at " + path + "\n  ");
            assertThat(cut.get(10, TimeUnit.SECONDS)).isNotEmpty();
        }
        assertThat(Run.plain("--socket", path.toString(), "sync")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                "ddmadm: cannot reach ddmd at " + path + "\n  connection refused; is ddmd running?\n"
                        + "  try: systemctl status ddmd; the socket is left from a process that ended, or is no socket"
                        + " of ddmd\n"));
        Path missing = scratch.resolve("none.sock");
        assertThat(Run.plain("--socket", missing.toString(), "sync"))
                .isEqualTo(new Run(ExitCodes.UNREACHABLE, "", "ddmadm: cannot reach ddmd at " + missing
                        + "\n  no such file or directory\n"
                        + "  try: the path given to ddmd with --admin-socket; it creates the socket when it starts\n"));
    }

    @Test
    void rejectsTokenFileThatOthersCanRead() throws Exception {
        Path file = tokenFile("rw-r--r--");
        Run run = Run.plain("--token-file", file.toString(), "sync");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("ddmadm: --token-file " + file)
                .contains("(rw-r--r--)", "chmod o= " + file)
                .endsWith("\n  nothing was sent\n  try: ddmadm --help\n")
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--token-file none", "--ca none", "--client-cert none", "--client-cert a --client-key b",
                    "--socket x --tls", "--socket x --token-file y"})
    void rejectsContradictoryConnectionOptions(String options) {
        Run run = Run.plain((options + " sync").split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).matches("ddmadm: --.+\n  nothing was sent\n  try: ddmadm --help\n");
    }

    private Path tokenFile(String mode) throws IOException {
        Path file = Files.writeString(scratch.resolve("token"), TOKEN + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Accepts one connection, reads one request and writes a response. */
    private static String answer(ServerSocketChannel server, String reply) {
        try (SocketChannel channel = server.accept()) {
            ByteBuffer request = ByteBuffer.allocate(4096);
            String text;
            do {
                channel.read(request);
                text = new String(request.array(), 0, request.position(), UTF_8);
            } while (!text.contains("\r\n\r\n") || (text.startsWith("PUT") && !text.endsWith("]")));
            channel.write(ByteBuffer.wrap(reply.getBytes(US_ASCII)));
            return text;
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
