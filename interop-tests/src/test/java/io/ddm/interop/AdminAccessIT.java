package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may administer, from end to end: the daemon and the tool as they are typed, and certificates of openssl. */
final class AdminAccessIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PREFIX = "fd00:1::/64";

    @TempDir
    private Path scratch = Path.of("");

    private final List<Process> daemons = new ArrayList<>();

    private record Said(int exit, String text) {}

    @AfterEach
    void end() {
        daemons.forEach(Process::destroyForcibly);
    }

    @Test
    void clientCertificateGrantsItsRole() throws Exception {
        openssl("ca", "/CN=ca");
        openssl("router", "/CN=router", "-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-addext",
                "subjectAltName=IP:::1");
        openssl("writer", "/OU=read-write/CN=writer", "-CA", file("ca.crt"), "-CAkey", file("ca.key"));
        openssl("reader", "/CN=reader", "-CA", file("ca.crt"), "-CAkey", file("ca.key"));
        String port = ddmd("--admin-tls-cert", file("router.crt"), "--admin-tls-key", file("router.key"),
                "--admin-tls-client-ca", file("ca.crt"));

        String[] writer = {"-p", port, "--ca", file("ca.crt"), "--client-cert", file("writer.crt"), "--client-key",
                file("writer.key")};
        String[] reader = {"-p", port, "--ca", file("ca.crt"), "--client-cert", file("reader.crt"), "--client-key",
                file("reader.key")};
        assertThat(ddmadm(writer, "advertise-prefixes", PREFIX)).isEqualTo(new Said(0, ""));
        assertThat(ddmadm(reader, "get-originated")).isEqualTo(new Said(0, "Prefix\n" + PREFIX + "\n"));
        Said refused = ddmadm(reader, "withdraw-prefixes", PREFIX);
        assertThat(refused.exit()).as("refused by the daemon").isEqualTo(4);
        assertThat(refused.text()).contains("denies this operation", "read-write");
        Said stranger = ddmadm(new String[]{"-p", port, "--ca", file("ca.crt")}, "get-originated");
        assertThat(stranger.exit()).as("no daemon reached").isEqualTo(3);
        assertThat(stranger.text()).startsWith("ddmadm: ").contains("--client-cert");
    }

    @Test
    void tokenGrantsRoleAndSocketNeedsNone() throws Exception {
        String socket = file("admin.sock");
        String port = ddmd("--admin-token-file",
                secret("tokens", "read-only reader-0123456789\nread-write writer-0123456789"), "--admin-socket",
                socket);
        String[] writer = {"-p", port, "--token-file", secret("writer", "writer-0123456789")};
        String[] reader = {"-p", port, "--token-file", secret("reader", "reader-0123456789")};

        assertThat(ddmadm(writer, "advertise-prefixes", PREFIX)).isEqualTo(new Said(0, ""));
        assertThat(ddmadm(reader, "get-originated")).isEqualTo(new Said(0, "Prefix\n" + PREFIX + "\n"));
        assertThat(ddmadm(reader, "withdraw-prefixes", PREFIX).text()).contains("denies this operation");
        assertThat(ddmadm(new String[]{"-p", port}, "get-originated").text()).contains("requires authentication");
        assertThat(ddmadm(new String[]{"--socket", socket}, "withdraw-prefixes", PREFIX)).isEqualTo(new Said(0, ""));
        assertThat(ddmadm(reader, "get-originated")).isEqualTo(new Said(0, "Prefix\n"));
    }

    /** Starts a daemon and returns the port of its admin API. */
    private String ddmd(String... flags) throws IOException {
        Path port = scratch.resolve("port");
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve("ddmd/bin/ddmd").toString(), "--api-only", "--dataplane", "none", "--data-dir",
                        file("data"), "--admin-port", "0", "--admin-port-file", port.toString()));
        command.addAll(List.of(flags));
        Path log = scratch.resolve("log");
        Process daemon = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        daemons.add(daemon);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(port).as(() -> "the daemon's log: " + contentOf(log)).exists());
        return Files.readString(port).strip();
    }

    private static Said ddmadm(String[] connection, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("ddmadm/bin/ddmadm").toString()));
        command.addAll(List.of(connection));
        command.addAll(List.of(words));
        return run(command);
    }

    /** Makes NAME.crt and NAME.key. */
    private void openssl(String name, String subject, String... more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", subject, "-keyout", file(name + ".key"), "-out", file(name + ".crt")));
        command.addAll(List.of(more));
        try {
            Said said = run(command);
            assertThat(said.exit()).as(said.text()).isZero();
        } catch (IOException e) {
            Assumptions.abort("no openssl here: " + e.getMessage());
        }
    }

    private static Said run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private String secret(String name, String content) throws IOException {
        Path file = Files.writeString(scratch.resolve(name), content + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")).toString();
    }

    private String file(String name) {
        return scratch.resolve(name).toString();
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
