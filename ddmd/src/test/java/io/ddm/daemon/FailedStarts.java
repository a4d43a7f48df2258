package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * Starts a daemon that fails at one step after the other, in this process, whose network namespace it may change, and
 * compares what is open before and after. Ends with an exception at the first difference.
 */
final class FailedStarts {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final List<String> STEPS = List.of("admin credentials", "exchange keys", "store", "data plane",
            "event loops", "prober", "recording file", "recorder", "router", "admin loop", "log levels",
            "admin server", "admin socket", "probe port", "admin port", "link monitor", "timers", "warm-up");

    /** Where no step fails. */
    private static final String NONE = "";

    private final Path scratch;

    private FailedStarts(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * Runs it.
     *
     * @param args an empty directory; which starts, {@code injected} or {@code real}
     */
    public static void main(String[] args) {
        // Threads of a daemon that is not closed, and of the JVM's pools, would keep the process alive.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            System.exit(1);
        });
        try {
            run(args);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        System.exit(0);
    }

    private static void run(String[] args) throws Exception {
        FailedStarts starts = new FailedStarts(Path.of(args[0]));
        OpenResources before = starts.afterOneDaemon();
        switch (args[1]) {
            case "injected" -> starts.injectedFailures(before);
            default -> starts.realFailures(before);
        }
        System.err.println("nothing is left");
    }

    private void injectedFailures(OpenResources before) throws IOException {
        for (String step : STEPS) {
            assertThatThrownBy(() -> start(config(), new FailingHost(step))).isInstanceOf(IOException.class)
                    .hasMessage("injected at " + step);
            assertClosed(step, before);
            assertThat(scratch.resolve("socket")).as("after %s", step).doesNotExist();
            // It needs the same locks, ports and socket.
            start(config(), new FailingHost(NONE)).stop();
            assertClosed("a stop after " + step, before);
        }
    }

    private void realFailures(OpenResources before) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            OpenResources alsoTaken = OpenResources.now(scratch);
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(config("--admin-port", port), new FailingHost(NONE)))
                    .hasMessageContaining("the admin API cannot listen on");
            assertClosed("a taken admin port", alsoTaken);
            assertThatThrownBy(() -> start(config("--probe-port", port), new FailingHost(NONE)))
                    .hasMessageContaining("probes cannot be served on");
            assertClosed("a taken probe port", alsoTaken);
        }
        Path missing = scratch.resolve("missing/socket");
        assertThatThrownBy(() -> start(config("--admin-socket", missing.toString()), new FailingHost(NONE)))
                .hasMessageContaining("--admin-socket " + missing);
        assertClosed("a directory that is missing", before);
        secret("short", "short\n");
        Path keys = scratch.resolve("short");
        assertThatThrownBy(() -> start(config("--exchange-key-file", keys.toString()), new FailingHost(NONE)))
                .hasMessageContaining("--exchange-key-file " + keys);
        assertClosed("a key that is too short", before);
        Daemon first = start(config(), new FailingHost(NONE));
        OpenResources running = OpenResources.now(scratch);
        assertThatThrownBy(() -> start(config(), new FailingHost(NONE))).hasMessageContaining("is in use");
        assertClosed("a second one", running);
        assertThat(scratch.resolve("socket")).as("that of the first").exists();
        first.stop();
        assertClosed("both", before);
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
        public boolean ownsProcess() {
            return true;
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
    private OpenResources afterOneDaemon() throws IOException {
        secret("tokens", "read-write 0123456789abcdef\n");
        secret("keys", "0123456789abcdef\n");
        FailingHost host = new FailingHost(NONE);
        Daemon daemon = start(config(), host);
        assertThat(host.begun).isEqualTo(STEPS);
        OpenResources running = OpenResources.now(scratch);
        assertThat(daemon.stop()).isTrue();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(OpenResources.now(scratch).threads())
                        .doesNotContainAnyElementsOf(running.threads()));
        OpenResources after = OpenResources.now(scratch);
        assertThat(running.descriptors().size()).isGreaterThan(after.descriptors().size() + 10);
        assertThat(running.threads()).contains("fault", "fib", "links", "watch --admin-token-file");
        return after;
    }

    private void assertClosed(String step, OpenResources before) {
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(OpenResources.now(scratch).since(before)).as("left by %s", step).isEmpty());
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
        return ConfigKeys.config(ConfigKeys.settings(line.getCommandSpec()));
    }

    private void secret(String name, String content) throws IOException {
        Path file = scratch.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
