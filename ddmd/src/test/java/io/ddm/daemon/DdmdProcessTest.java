package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.api.client.AdminClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon as a process: what it serves, how it fails to start, what it logs. */
final class DdmdProcessTest {

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"--with-stats", "--api-only"})
    void servesAdminApiWithoutInterfaces(String flag) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, flag)) {
            assertThat(daemon.admin("GET", "/peers", "").body()).isEqualTo("{}");
            assertThat(daemon.admin("PUT", "/prefix", "[\"fd00:1::/64\"]").statusCode()).isEqualTo(204);
            assertThat(daemon.admin("GET", "/originated", "").body()).isEqualTo("[\"fd00:1::/64\"]");
            try (var files = Files.list(scratch)) {
                assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> !name.startsWith("."));
            }
        }
    }

    @Test
    void rejectsSecondDataPlaneInNamespace() throws Exception {
        Path other = Files.createDirectory(scratch.resolve("other"));
        try (DaemonProcess first = DaemonProcess.inFreshNetwork(scratch)) {
            try (DaemonProcess second = first.besides(other, "--dataplane", "linux", "-a", "later1", "--admin-port",
                    "0")) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.log()).contains("ddmd: another ddmd already programs the routes of this network"
                        + " namespace: process " + first.pid() + " (", "; stop it first");
            }
            String portFile = other.resolve("port").toString();
            try (DaemonProcess apiOnly = first.besides(other, "--api-only", "--admin-port", "0", "--admin-port-file",
                    portFile)) {
                assertThat(apiOnly.awaitPort()).as("exempt, since it programs nothing").isPositive();
            }
        }
    }

    @Test
    void neverOverwritesPortFile() throws Exception {
        Path file = Files.writeString(scratch.resolve("port"), "mine");
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port", "0", "--admin-port-file",
                file.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log())
                    .isEqualTo("ddmd: " + file + " exists already; --admin-port-file never overwrites\n");
            assertThat(file).hasContent("mine");
        }
    }

    @Test
    void removesItsFilesWhenPortFileCannotBeWritten() throws Exception {
        Path file = scratch.resolve("no such folder/port");
        Path pid = scratch.resolve("pid");
        Path socket = scratch.resolve("socket");
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port", "0", "--admin-port-file",
                file.toString(), "--pid-file", pid.toString(), "--admin-socket", socket.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("ddmd: --admin-port-file " + file + " cannot be written");
            assertThat(pid).doesNotExist();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void namesTakenAdminPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"));
                DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log().lines()).filteredOn(line -> line.startsWith("ddmd: "))
                    .singleElement()
                    .asString()
                    .contains("the admin API cannot listen on ::1 port " + taken.getLocalPort()
                            + ": Address already in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void stopsWithCode0(String signal) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            daemon.signal(signal);
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(daemon.log()).contains("withdrawing from peers", "stopped");
        }
    }

    @Test
    void handsOverOnPowerSignal() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            daemon.signal("PWR");
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(daemon.log()).contains("handing over").doesNotContain("withdrawing");
        }
    }

    @Test
    void handsOverOnAdminRequest() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--admin-socket",
                scratch.resolve("admin").toString())) {
            AdminClient.overSocket(scratch.resolve("admin"), Duration.ofSeconds(10)).handOver();
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(daemon.log()).contains("handing over").doesNotContain("withdrawing");
        }
    }

    @Test
    void reloadsOnHangUp() throws Exception {
        Path tokens = scratch.resolve("tokens");
        Files.createFile(tokens, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "read-write 0123456789abcdef\n");
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--admin-token-file", tokens.toString())) {
            daemon.signal("HUP");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(daemon.log())
                                    .contains("--admin-token-file " + tokens + " was reloaded",
                                            " - reloaded: 0 changed keys; files read again: --admin-token-file\n")
                                    .doesNotContain("not reloaded"));
            Files.writeString(tokens, "nonsense\n");
            daemon.signal("HUP");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(daemon.log()).contains(
                            " ERROR ddm.daemon - not reloaded: --admin-token-file;", "; files read again: none\n"));
            assertThat(daemon.isAlive()).isTrue();
            assertThat(daemon.admin("GET", "/peers", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void reloadsItsFileOnHangUp() throws Exception {
        Path file = Files.writeString(scratch.resolve("ddmd.toml"), "log-format = \"text\"\n");
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--config", file.toString())) {
            Files.writeString(file, "log-format = \"json\"\nkind = \"transit\"\n");
            daemon.signal("HUP");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(daemon.log()).contains(
                            "\"message\":\"reload: kind was [server] and is [transit]: needs a restart\"}\n"));
            Files.writeString(file, "knd = 1\n");
            daemon.signal("HUP");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(daemon.log()).contains("\"level\":\"error\"",
                            "not reloaded: " + file
                                    + ":1: unknown key 'knd'; did you mean 'kind'?; nothing was changed"));
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void logsJsonIfItIsConfigured() throws Exception {
        Path file = Files.writeString(scratch.resolve("port"), "mine");
        try (DaemonProcess daemon = DaemonProcess.start(scratch,
                Map.of("DDM_LOG_FORMAT", "json", "DDM_KNID", "x"), "--log", "debug", "--admin-port", "0",
                "--admin-port-file", file.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log().lines()).hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("\"}"));
            assertThat(daemon.log()).contains("did you mean DDM_KIND?", " exists already; --admin-port-file");
        }
    }

    @Test
    void hasItsNameAsProcessName() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            assertThat(Path.of("/proc/" + daemon.pid() + "/comm")).hasContent("ddmd");
        }
    }

    @Test
    void keepsPidFileWhileItRuns() throws Exception {
        Path file = scratch.resolve("pid");
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--pid-file", file.toString())) {
            assertThat(file).hasContent(Long.toString(daemon.pid()));
            Path other = Files.createDirectory(scratch.resolve("other"));
            try (DaemonProcess second = DaemonProcess.start(other, Map.of(), "--admin-port", "0", "--pid-file",
                    file.toString())) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.log()).contains("process " + daemon.pid() + " that it names is alive");
            }
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void followsNoLinkAsPortFile() throws Exception {
        Path victim = scratch.resolve("victim");
        Path file = Files.createSymbolicLink(scratch.resolve("link"), victim);
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port", "0", "--admin-port-file",
                file.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("exists already; --admin-port-file never overwrites");
            assertThat(victim).doesNotExist();
        }
    }

    @Test
    void endsWithCode2OnBadArguments() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--sled-uuid", "unknown")) {
            assertThat(daemon.awaitEnd()).isEqualTo(2);
            assertThat(daemon.log()).startsWith("ddmd: ").contains("--sled-uuid", "unknown").hasLineCount(1);
        }
    }

    @Test
    void prefersOurLogVariableToReferences() throws Exception {
        assertThat(logOf(Map.of("RUST_LOG", "error"))).isEmpty();
        assertThat(logOf(Map.of("RUST_LOG", "error", "DDM_LOG", "INFO"))).contains("admin API on port");
        assertThat(logOf(Map.of("RUST_LOG", "ddmd=error,info")))
                .startsWith("ddmd: invalid RUST_LOG: unknown logger 'ddmd'")
                .contains("admin API on port");
    }

    /** What it prints from its start to its readiness. */
    private String logOf(Map<String, String> environment) throws Exception {
        Files.deleteIfExists(scratch.resolve("port"));
        try (DaemonProcess daemon = DaemonProcess.start(scratch, environment, "--admin-port", "0", "--admin-port-file",
                scratch.resolve("port").toString())) {
            daemon.awaitPort();
            return daemon.log();
        }
    }
}
