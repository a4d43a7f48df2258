package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void withoutInterfacesItServesTheAdminApiOnAnyFreePort(String flag) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, flag)) {
            assertThat(daemon.admin("GET", "/peers", "").body()).isEqualTo("{}");
            assertThat(daemon.admin("PUT", "/prefix", "[\"fd00:1::/64\"]").statusCode()).isEqualTo(204);
            assertThat(daemon.admin("GET", "/originated", "").body()).isEqualTo("[\"fd00:1::/64\"]");
            assertThat(scratch.resolve("port.part")).doesNotExist();
        }
    }

    @Test
    void aSecondDataPlaneInTheNamespaceExitsWithCode1() throws Exception {
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
    void anExistingPortFileIsLeftAloneAndEndsIt() throws Exception {
        Path file = Files.writeString(scratch.resolve("port"), "mine");
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port", "0", "--admin-port-file",
                file.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).isEqualTo("ddmd: " + file
                    + " exists already; --admin-port-file never overwrites\n");
            assertThat(file).hasContent("mine");
        }
    }

    @Test
    void aPortFileThatCannotBeWrittenEndsIt() throws Exception {
        Path file = scratch.resolve("no such folder/port");
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port", "0", "--admin-port-file",
                file.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("ddmd: --admin-port-file " + file + " cannot be written");
        }
    }

    @Test
    void aTakenAdminPortEndsItWithOneSentenceNamingAddressPortAndReason() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"));
                DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--admin-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log().lines()).filteredOn(
                    line -> line.startsWith("ddmd: ")).singleElement().asString().contains(
                            "the admin API cannot listen on ::1 port " + taken.getLocalPort()
                                    + ": Address already in use");
        }
    }

    @Test
    void aHangUpHandsOverAndSaysSoByTheCode() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch)) {
            daemon.signal("HUP");
            assertThat(daemon.awaitEnd()).isEqualTo(129);
            assertThat(daemon.log()).contains("handing over").doesNotContain("withdrawing");
        }
    }

    @Test
    void badArgumentsEndItWithCode2() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "--sled-uuid", "unknown")) {
            assertThat(daemon.awaitEnd()).isEqualTo(2);
            assertThat(daemon.log()).startsWith("ddmd: ").contains("--sled-uuid", "unknown").hasLineCount(1);
        }
    }

    @Test
    void theReferencesLogVariableSetsTheLevelUnlessOursDoes() throws Exception {
        assertThat(logOf(Map.of("RUST_LOG", "error"))).isEmpty();
        assertThat(logOf(Map.of("RUST_LOG", "error", "DDM_LOG", "INFO"))).contains("admin API on port");
        assertThat(logOf(Map.of("RUST_LOG", "ddmd=error,info"))).startsWith("ddmd: RUST_LOG is one of").contains(
                "admin API on port");
    }

    /** What it prints from its start to its readiness. */
    private String logOf(Map<String, String> environment) throws Exception {
        Files.deleteIfExists(scratch.resolve("port"));
        try (DaemonProcess daemon = DaemonProcess.start(scratch, environment, "--admin-port", "0",
                "--admin-port-file", scratch.resolve("port").toString())) {
            daemon.awaitPort();
            return daemon.log();
        }
    }
}
