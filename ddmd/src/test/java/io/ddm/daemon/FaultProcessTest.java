package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.api.client.AdminClient;
import io.ddm.api.recording.Replay;
import io.ddm.fsm.model.Prefix;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real daemon in which handling an event fails. */
final class FaultProcessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Two links whose other ends are in the same namespace; it ends with its standard input. */
    private static final String NETWORK = """
            ip link set lo up
            echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
            for pair in 'ddm0 ddm1' 'ddm2 ddm3'; do
                set -- $pair
                ip link add "$1" type veth peer name "$2"
                ip link set "$1" up
                ip link set "$2" up
            done
            echo ready
            exec cat""";

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @CsvSource({"fd00:bad::/64, IllegalStateException", "fd00:bad:1::/64, StackOverflowError",
            "fd00:bad:2::/64, OutOfMemoryError"})
    void endsWithCode70AndClosesConnections(String prefix, String cause) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.faulty(scratch)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> daemon.admin("PUT", "/prefix", "[\"" + prefix + "\"]"))
                    .isInstanceOf(IOException.class);
            assertThat(daemon.awaitEnd()).isEqualTo(70);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(daemon.log())
                    .contains("event Originate of 1 destinations failed", "java.lang." + cause, "FaultyDdmd.")
                    .doesNotContain("withdrawing");
        }
        assertThat(scratch.resolve("data/faults.log")).content().startsWith("- 1 ");
    }

    @Test
    void keepsRoutesAndSuppressesLinkAfterRestart() throws Exception {
        Process network = new ProcessBuilder("unshare", "--net", "sh", "-ec", NETWORK).redirectErrorStream(true)
                .start();
        List<Process> all = new ArrayList<>(List.of(network));
        try {
            String ready = network.inputReader(UTF_8).readLine();
            if (!"ready".equals(ready)) {
                assertThat(System.getenv("CI")).as("network namespaces: %s", ready).isNotEqualTo("true");
                Assumptions.abort("a network namespace needs root: " + ready);
            }
            Process transit = start(all, network, FaultyDdmd.class, "t1", "linux", "ddm0", "ddm2");
            start(all, network, Ddmd.class, "s1", "none", "ddm1");
            start(all, network, Ddmd.class, "s2", "none", "ddm3");
            advertise("s1", Prefix.parse("fd00:1::/64"));
            advertise("s2", Prefix.parse("fd00:2::/64"));
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(routes(network)).contains("fd00:1::/64", "fd00:2::/64"));

            advertise("s1", FaultyDdmd.EXCEPTION);
            assertThat(transit.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(transit.exitValue()).isEqualTo(70);
            assertThat(log("t1")).contains(" on ddm0", "fd00:bad::/64", "injected fault");
            assertThat(routes(network)).as("kept").contains("fd00:1::/64", "fd00:2::/64");
            assertThat(faultRecording("t1").difference()).hasValueSatisfying(difference -> {
                assertThat(difference.event()).isEqualTo("PushReceived");
                assertThat(difference.recorded()).isEqualTo("java.lang.IllegalStateException: injected fault");
            });
            Path faults = scratch.resolve("t1/faults.log");
            assertThat(faults).content().startsWith("ddm0 1 ");

            // A few more faults, so that the pause outlasts the slowest start.
            Files.writeString(faults, "ddm0 5 " + Instant.now().toEpochMilli() + "\n");
            Files.delete(scratch.resolve("t1.log"));
            Process successor = start(all, network, FaultyDdmd.class, "t1", "linux", "ddm0", "ddm2");
            await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(log("t1")).contains("link-suppressed on ddm0: suppressed until");
                assertThat(client("t1").peers().values()).singleElement()
                        .satisfies(peer -> assertThat(peer.host()).isEqualTo("s2"));
            });
            assertThat(successor.isAlive()).isTrue();
            assertThat(routes(network)).contains("fd00:2::/64");
        } finally {
            all.reversed().forEach(Process::destroyForcibly);
        }
    }

    private Process start(List<Process> all, Process network, Class<?> main, String id, String dataplane,
            String... interfaces) throws IOException {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=/proc/" + network.pid() + "/ns/net", "--"));
        command.addAll(DaemonProcess.java(main));
        command.addAll(List.of("--kind", id.startsWith("t") ? "transit" : "server", "--router-id", id, "--dataplane",
                dataplane, "--data-dir", scratch.resolve(id).toString(), "--admin-port", "0", "--admin-socket",
                socket(id).toString()));
        for (String name : interfaces) {
            command.addAll(List.of("-a", name));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(scratch.resolve(id + ".log").toFile());
        builder.environment().keySet().removeAll(Set.copyOf(Map.of("DDM_LOG", "", "RUST_LOG", "").keySet()));
        Process process = builder.start();
        all.add(process);
        await().atMost(TIMEOUT).until(() -> !process.isAlive() || log(id).contains("admin API on port"));
        assertThat(process.isAlive()).as("%s: %s", id, log(id)).isTrue();
        return process;
    }

    /** What a daemon that failed has left behind, replayed. */
    private Replay.Result faultRecording(String id) throws Exception {
        Path file = scratch.resolve(id).resolve("fault.recording.gz");
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            return Replay.of(in);
        }
    }

    private void advertise(String id, Prefix prefix) throws Exception {
        client(id).advertisePrefixes(List.of(prefix));
    }

    private AdminClient client(String id) {
        return AdminClient.overSocket(socket(id), Duration.ofSeconds(10));
    }

    private Path socket(String id) {
        return scratch.resolve(id + ".sock");
    }

    private String log(String id) throws IOException {
        return Files.readString(scratch.resolve(id + ".log"));
    }

    private static String routes(Process network) throws Exception {
        Process ip = new ProcessBuilder("nsenter", "--net=/proc/" + network.pid() + "/ns/net", "--", "ip", "-6",
                "route", "show", "proto", "221").redirectErrorStream(true).start();
        String shown = new String(ip.getInputStream().readAllBytes(), UTF_8);
        assertThat(ip.waitFor()).as(shown).isZero();
        return shown;
    }
}
