package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.dataplane.linux.Namespace;
import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A start that fails leaves no socket, thread, lock or file, whichever step it is that fails: the daemon has everything
 * that can be configured, a link and the routes of a kernel.
 */
@Tag("namespace")
final class FailedStartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> STEPS = List.of("admin credentials", "exchange keys", "store", "data plane",
            "event loops", "router", "admin loop", "admin server", "admin socket", "probe port", "admin port",
            "link monitor", "timers");

    /** Where no step fails. */
    private static final String NONE = "";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void leavesNothingOpenWhicheverStepFails() throws Exception {
        Namespace.run(namespace -> {
            OpenResources before = afterOneDaemon(namespace);
            for (String step : STEPS) {
                assertThatThrownBy(() -> start(config(), new FailingHost(step))).isInstanceOf(IOException.class)
                        .hasMessage("injected at " + step);
                assertClosed(step, before);
                // It needs the same locks, ports and socket.
                start(config(), new FailingHost(NONE)).stop();
                assertClosed("a stop after " + step, before);
            }
        });
    }

    @Test
    void leavesNothingOpenWhenAPortOrAFileIsWrong() throws Exception {
        Namespace.run(namespace -> {
            OpenResources before = afterOneDaemon(namespace);
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
                OpenResources alsoTaken = OpenResources.now(scratch);
                assertThatThrownBy(() -> start(config("--admin-port", Integer.toString(taken.getLocalPort())),
                        new FailingHost(NONE))).hasMessageContaining("the admin API cannot listen on");
                assertClosed("a taken admin port", alsoTaken);
                assertThatThrownBy(() -> start(config("--probe-port", Integer.toString(taken.getLocalPort())),
                        new FailingHost(NONE))).hasMessageContaining("probes cannot be served on");
                assertClosed("a taken probe port", alsoTaken);
            }
            Path missing = scratch.resolve("missing/socket");
            assertThatThrownBy(() -> start(config("--admin-socket", missing.toString()), new FailingHost(NONE)))
                    .hasMessageContaining("--admin-socket " + missing);
            assertClosed("a directory that is missing", before);
            Path keys = Files.writeString(scratch.resolve("short"), "short\n");
            Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> start(config("--exchange-key-file", keys.toString()), new FailingHost(NONE)))
                    .hasMessageContaining("--exchange-key-file " + keys);
            assertClosed("a key that is too short", before);
        });
    }

    /** The check can fail. */
    @Test
    void noticesWhatStaysOpen() throws Exception {
        OpenResources before = OpenResources.now(scratch);
        try (FileInputStream file = new FileInputStream("/proc/self/status")) {
            assertThat(file.read()).isPositive();
            assertThat(OpenResources.now(scratch).descriptors()).isNotEqualTo(before.descriptors());
        }
        try (DatagramChannel socket = DatagramChannel.open()) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(OpenResources.now(scratch).descriptors()).isNotEqualTo(before.descriptors());
        }
        assertThat(OpenResources.now(scratch)).isEqualTo(before);
        CountDownLatch end = new CountDownLatch(1);
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            Thread left = kind.name("left over").start(() -> awaitQuietly(end));
            assertThat(OpenResources.now(scratch).threads()).contains("left over");
            left.interrupt();
            left.join();
        }
        assertThat(OpenResources.now(scratch)).isEqualTo(before);
    }

    /** Fails one step; before the last one it waits until the router has opened the link. */
    private static final class FailingHost implements Daemon.Host {

        private final String failing;
        private final List<String> begun = new ArrayList<>();
        private final CountDownLatch opened = new CountDownLatch(1);

        FailingHost(String failing) {
            this.failing = failing;
        }

        @Override
        public void handOver() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void begins(String step) throws IOException {
            begun.add(step);
            if (step.equals("timers")) {
                assertThat(awaitQuietly(opened)).as("the link is open").isTrue();
            }
            if (step.equals(failing)) {
                throw new IOException("injected at " + step);
            }
        }

        @Override
        public void event(Event event) {
            if (event instanceof Event.InterfaceOpened) {
                opened.countDown();
            }
        }
    }

    /** What is open after a daemon has started and stopped: what the JVM opens once stays. */
    private OpenResources afterOneDaemon(Namespace namespace) throws Exception {
        namespace.ip("link set dev lo up");
        namespace.cable("ddm0");
        namespace.ip("-6 address add fe80::1/64 dev ddm0 nodad");
        secret("tokens", "read-write 0123456789abcdef\n");
        secret("keys", "0123456789abcdef\n");
        FailingHost host = new FailingHost(NONE);
        Daemon daemon = start(config(), host);
        assertThat(host.begun).isEqualTo(STEPS);
        OpenResources running = OpenResources.now(scratch);
        assertThat(daemon.stop()).isTrue();
        await().atMost(PATIENCE)
                .until(() -> OpenResources.now(scratch).threads().stream().noneMatch(running.threads()::contains));
        OpenResources after = OpenResources.now(scratch);
        assertThat(running.descriptors().size()).isGreaterThan(after.descriptors().size() + 10);
        assertThat(running.threads()).contains("fault", "fib", "links", "watch --admin-token-file");
        return after;
    }

    private void assertClosed(String step, OpenResources before) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OpenResources.now(scratch)).as("after %s", step).isEqualTo(before));
        assertThat(scratch.resolve("socket")).as("after %s", step).doesNotExist();
    }

    private static Daemon start(DaemonConfig config, Daemon.Host host) throws IOException {
        return Daemon.start(config, new FaultPolicy(new FaultLog(config.dataDirectory()), code -> {}), host);
    }

    private DaemonConfig config(String... more) {
        List<String> flags = new ArrayList<>(List.of("--router-id", "s1", "-a", "ddm0", "--data-dir",
                scratch.resolve("data").toString(), "--admin-token-file", scratch.resolve("tokens").toString(),
                "--with-stats", "--oximeter-port", "0", "--rack-uuid", "4186465a-970d-4936-9637-eff6d513a799",
                "--sled-uuid", "cf6917a3-1f6d-4313-8223-a50f32c24b2c"));
        for (String[] replaceable : List.of(new String[]{"--admin-port", "0"}, new String[]{"--probe-port", "0"},
                new String[]{"--admin-socket", scratch.resolve("socket").toString()},
                new String[]{"--exchange-key-file", scratch.resolve("keys").toString()})) {
            if (!List.of(more).contains(replaceable[0])) {
                flags.addAll(List.of(replaceable));
            }
        }
        flags.addAll(List.of(more));
        CommandLine line = Ddmd.commandLine();
        line.parseArgs(flags.toArray(String[]::new));
        Ddmd ddmd = line.getCommand();
        return ddmd.config();
    }

    private void secret(String name, String content) throws IOException {
        Path file = scratch.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
