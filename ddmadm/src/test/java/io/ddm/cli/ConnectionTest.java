package io.ddm.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a router is reached and what it is shown, and what is said when it does not believe that. */
final class ConnectionTest {

    private static final String TOKEN = "reader-0123456789";
    private static final String REFUSAL = "{\n  \"request_id\": \"x\",\n  \"message\": \"%s\"\n}";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void theTokenOfAFileIsShown() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().with("/originated", "[]")) {
            Run run = Run.plain("-p", ddmd.port(), "--token-file", tokenFile("rw-------").toString(),
                    "get-originated");
            assertThat(run).isEqualTo(new Run(0, "Prefix\n", ""));
            Run.plain("get-originated", "-p", ddmd.port());
            assertThat(ddmd.shown).containsExactly("Bearer " + TOKEN, "null");
        }
    }

    @Test
    void whoIsNotKnownIsToldWhatToShow() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().refusing(401, "/sync", REFUSAL.formatted("a token is wanted"))) {
            assertThat(Run.plain("-p", ddmd.port(), "sync")).isEqualTo(new Run(1, "", "ddmadm: ddmd at [::1]:"
                    + ddmd.port() + " requires authentication\n  a token is wanted\n  try: --token-file with a token of"
                    + " the daemon's --admin-token-file, or --socket on the router itself\n"));
        }
    }

    @Test
    void whoMayOnlyLookIsToldWhatItTakes() throws Exception {
        try (FakeDdmd ddmd = new FakeDdmd().refusing(403, "/sync",
                REFUSAL.formatted("PUT needs the role read-write, and this is read-only"))) {
            assertThat(Run.plain("-p", ddmd.port(), "sync")).isEqualTo(new Run(1, "", "ddmadm: ddmd at [::1]:"
                    + ddmd.port()
                    + " denies this operation\n  PUT needs the role read-write, and this is read-only\n"
                    + "  try: a token or a certificate with the role read-write\n"));
        }
    }

    @Test
    void aRouterThatSpeaksTlsIsBelievedByItsAuthorityAlone() throws Exception {
        try (FakeDdmd ddmd = FakeDdmd.over(selfSigned("router")).with("/originated", "[]")) {
            Path ca = scratch.resolve("router.crt");
            assertThat(Run.plain("-p", ddmd.port(), "--ca", ca.toString(), "get-originated")).isEqualTo(new Run(0,
                    "Prefix\n", ""));
            selfSigned("other");
            for (List<String> options : List.of(List.of("--tls"), List.of("--ca",
                    scratch.resolve("other.crt").toString()))) {
                String[] words = {"-p", ddmd.port(), options.getFirst(), options.getLast(), "get-originated"};
                Run run = Run.plain(options.size() == 1 ? new String[]{words[0], words[1], words[2], words[4]} : words);
                assertThat(run.exit()).isEqualTo(1);
                assertThat(run.err()).startsWith("ddmadm: no trusted connection to ddmd at [::1]:" + ddmd.port()
                        + "\n  ").contains("unable to find valid certification path").endsWith(
                                "\n  try: --ca with the authority of the router's certificate, --client-cert and"
                                        + " --client-key if it wants yours, or no TLS if it speaks none\n");
            }
            assertThat(Run.plain("-p", ddmd.port(), "get-originated").err()).endsWith(", or --tls\n");
        }
    }

    @Test
    void aRouterThatSpeaksNoTlsIsNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Run run = Run.plain("-p", Integer.toString(plain.getLocalPort()), "--tls", "sync");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).startsWith("ddmadm: no trusted connection to ddmd at [::1]:" + plain.getLocalPort()
                    + "\n  unsupported or unrecognized SSL message\n");
            answered.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theUnixSocketIsSpokenTo() throws Exception {
        Path path = scratch.resolve("admin.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(
                    () -> answer(server, "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n[\"fd00:5::/64\"]"));
            assertThat(Run.plain("--socket", path.toString(), "get-originated")).isEqualTo(new Run(0,
                    "Prefix\nfd00:5::/64\n", ""));
            assertThat(asked.get(10, TimeUnit.SECONDS)).startsWith("GET /originated HTTP/1.1\r\n").contains(
                    "\r\napi-version: 2.0.0\r\n");

            CompletableFuture<String> changed = CompletableFuture.supplyAsync(
                    () -> answer(server, "HTTP/1.1 204 No Content\r\n\r\n"));
            assertThat(Run.plain("--socket", path.toString(), "advertise-prefixes", "fd00:5::/64")).isEqualTo(new Run(0,
                    "", ""));
            assertThat(changed.get(10, TimeUnit.SECONDS)).startsWith("PUT /prefix HTTP/1.1\r\n").endsWith(
                    "\r\n\r\n[\"fd00:5::/64\"]");

            CompletableFuture<String> cut = CompletableFuture.supplyAsync(
                    () -> answer(server, "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n["));
            assertThat(Run.plain("--socket", path.toString(), "get-originated").err()).startsWith(
                    "ddmadm: the connection to ddmd at " + path + " broke\n  the answer is cut short; ");
            assertThat(cut.get(10, TimeUnit.SECONDS)).isNotEmpty();
        }
        assertThat(Run.plain("--socket", path.toString(), "sync")).isEqualTo(new Run(1, "",
                "ddmadm: cannot reach ddmd at " + path + "\n  connection refused; is ddmd running there?\n"
                        + "  try: systemctl status ddmd, or name another router with --address and --port\n"));
    }

    @Test
    void aTokenThatOthersCanReadIsNotShown() throws Exception {
        Path file = tokenFile("rw-r--r--");
        assertThat(Run.plain("--token-file", file.toString(), "sync")).isEqualTo(new Run(2, "", "ddmadm: --token-file "
                + file + " is open to others (rw-r--r--), so it is no secret: chmod o= " + file
                + "\n  nothing was sent\n  try: ddmadm --help\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--token-file none", "--ca none", "--client-cert none", "--client-cert a --client-key b",
            "--socket x --tls", "--socket x --token-file y"})
    void whatMakesNoSenseIsSaidInThreeLines(String options) {
        Run run = Run.plain((options + " sync").split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).matches("ddmadm: --.+\n  nothing was sent\n  try: ddmadm --help\n");
    }

    private Path tokenFile(String mode) throws IOException {
        Path file = Files.writeString(scratch.resolve("token"), TOKEN + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Takes one connection, reads one request and writes an answer. */
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

    /** A certificate for {@code ::1} in NAME.crt that is its own authority, and a server that shows it. */
    private SSLContext selfSigned(String name) throws Exception {
        Path store = scratch.resolve(name + ".p12");
        keytool("-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name, "-ext", "san=ip:::1",
                "-keystore", store.toString(), "-storepass", "changeit");
        keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store.toString(), "-storepass", "changeit", "-file",
                scratch.resolve(name + ".crt").toString());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), "changeit".toCharArray()), "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = System.getProperty("java.home") + "/bin/keytool";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
