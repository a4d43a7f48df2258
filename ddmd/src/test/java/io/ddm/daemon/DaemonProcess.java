package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A daemon in a process of its own, without a data plane unless asked for; what it printed is in a file. Closing it
 * ends it.
 */
final class DaemonProcess implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path scratch;
    private final Process process;

    private DaemonProcess(Path scratch, Process process) {
        this.scratch = scratch;
        this.process = process;
    }

    /** Starts one that keeps everything under an existing folder. */
    static DaemonProcess start(Path scratch, Map<String, String> environment, String... flags) throws IOException {
        return start(scratch, Ddmd.class, List.of(), environment, flags);
    }

    /** The same with a main class, and a command that runs it. */
    static DaemonProcess start(Path scratch, Class<?> main, List<String> wrapper,
            Map<String, String> environment, String... flags) throws IOException {
        // Whoever runs the tests in the background may ignore the signals that end a daemon.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.addAll(wrapper);
        command.addAll(java(main));
        command.addAll(List.of("--data-dir", scratch.resolve("data").toString()));
        command.addAll(List.of(flags));
        if (!command.contains("--dataplane")) {
            command.addAll(List.of("--dataplane", "none"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        builder.environment().keySet().removeAll(List.of("DDM_LOG", "RUST_LOG", "JDK_JAVA_OPTIONS", "NOTIFY_SOCKET"));
        builder.environment().putAll(environment);
        return new DaemonProcess(scratch, builder.start());
    }

    /** The command that runs a main class of the tests or of the daemon, with little memory. */
    static List<String> java(Class<?> main) {
        return List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
                main.getName());
    }

    /** Starts a {@link FaultyDdmd} with its admin API on a free port, and waits for that. */
    static DaemonProcess faulty(Path scratch) throws IOException {
        return running(scratch, FaultyDdmd.class, List.of());
    }

    /** Starts one with its admin API on a free port, and waits for that. */
    static DaemonProcess running(Path scratch, String... flags) throws IOException {
        return running(scratch, Ddmd.class, List.of(), flags);
    }

    /**
     * Starts one whose data directory is a file system in memory, in a mount namespace of its own. Where that cannot be
     * had the test is skipped.
     *
     * @param options of the file system, such as {@code size=256k}
     * @param prepare shell commands that run in the data directory before the daemon does
     */
    static DaemonProcess onDisk(Path scratch, String options, String prepare) throws Exception {
        boolean possible = new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
        if (!possible) {
            Assumptions.abort("a mount namespace needs root");
        }
        Path data = Files.createDirectories(scratch.resolve("data"));
        return running(scratch, Ddmd.class, List.of("unshare", "--mount", "sh", "-ec", "mount -t tmpfs -o " + options
                + " ddm " + data + "; cd " + data + "; " + prepare + "; cd /; exec \"$@\"", "sh"));
    }

    /** Starts one whose standard error is a pipe, {@code log.pipe}, that nobody reads yet. */
    static DaemonProcess withUnreadLog(Path scratch, String... flags) throws IOException {
        // The daemon itself holds the end for reading, so that the pipe is open without a further process.
        return running(scratch, Ddmd.class, List.of("sh", "-ec", "mkfifo \"$0\"; exec 3<>\"$0\" 2>\"$0\"; exec \"$@\"",
                scratch.resolve("log.pipe").toString()), flags);
    }

    /**
     * Starts one that programs routes in a fresh network namespace and has an interface that does not exist. Where that
     * cannot be had the test is skipped; in CI it fails.
     */
    static DaemonProcess inFreshNetwork(Path scratch) throws Exception {
        boolean possible = new ProcessBuilder("unshare", "--net", "true").start().waitFor() == 0;
        if (!possible) {
            assertThat(System.getenv("CI")).as("network namespaces").isNotEqualTo("true");
            Assumptions.abort("a network namespace needs root");
        }
        return running(scratch, Ddmd.class,
                List.of("unshare", "--net", "sh", "-ec", "ip link set dev lo up; exec \"$@\"", "sh"), "--dataplane",
                "linux", "-a", "later0");
    }

    /** Starts one in the network namespace of this one. */
    DaemonProcess besides(Path other, String... flags) throws IOException {
        return start(other, Ddmd.class, List.of("nsenter", "--net=/proc/" + process.pid() + "/ns/net"), Map.of(),
                flags);
    }

    /** A file in the data directory, as the daemon sees it. */
    Path inData(String name) {
        return Path.of("/proc/" + process.pid() + "/root" + scratch.toAbsolutePath().resolve("data").resolve(name));
    }

    /** Runs a command in its mount namespace. */
    void execute(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--mount", "--target", Long.toString(process.pid())));
        whole.addAll(List.of(command));
        Process run = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), UTF_8);
        assertThat(run.waitFor()).as(output).isZero();
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Ends it as a crash would. */
    void kill() {
        close();
    }

    private static DaemonProcess running(Path scratch, Class<?> main, List<String> wrapper, String... flags)
            throws IOException {
        Files.deleteIfExists(scratch.resolve("port"));
        List<String> all = new ArrayList<>(
                List.of("--admin-port", "0", "--admin-port-file", scratch.resolve("port").toString()));
        all.addAll(List.of(flags));
        if (!all.contains("-a") && !all.contains("--api-only")) {
            // Else a daemon without interfaces is not ready.
            all.add("--api-only");
        }
        DaemonProcess daemon = start(scratch, main, wrapper, Map.of(), all.toArray(String[]::new));
        daemon.awaitPort();
        return daemon;
    }

    /** The port of the admin API, from its file, which appears when the API answers. */
    int awaitPort() throws IOException {
        Path file = scratch.resolve("port");
        await().atMost(TIMEOUT).until(() -> Files.exists(file) || !process.isAlive());
        assertThat(file).as("its log: %s", log()).exists();
        return Integer.parseInt(Files.readString(file).strip());
    }

    /** What it has printed so far. */
    String log() throws IOException {
        return Files.readString(scratch.resolve("log"));
    }

    /** Its exit code, when it has ended by itself. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal by its short name. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
    }

    /** Asks the admin API. */
    HttpResponse<String> admin(String method, String path, String body) throws IOException, InterruptedException {
        return ask(awaitPort(), method, path, body);
    }

    static HttpResponse<String> ask(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://[::1]:" + port + path))
                .header("api-version", "2.0.0")
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await().atMost(TIMEOUT).until(() -> !process.isAlive());
    }
}
