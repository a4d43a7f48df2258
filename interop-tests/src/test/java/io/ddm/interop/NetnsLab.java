package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.interop.netns.LabCommand;
import io.ddm.interop.netns.WireLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of nodes in namespaces, made by {@code interop-tests/lab --bare}, with daemons that a test starts, stops
 * and kills. Whatever happens to the test, the lab's sandbox ends with this process and takes everything along.
 */
final class NetnsLab implements AutoCloseable {

    /** How long the network may take to become as expected, unless a test says otherwise. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LAB = ROOT.resolve("interop-tests/lab");
    private static final String SPEAKER = "io.ddm.interop.speaker.Speaker";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request by hand: a JVM for each would take longer than what is measured. */
    private static final String REQUEST = """
            exec 3<>/dev/tcp/::1/8000 && printf '%s %s HTTP/1.1\\r\\nhost: localhost\\r\\napi-version: %s\\r\\n\
            connection: close\\r\\ncontent-length: %d\\r\\n\\r\\n%s' "$1" "$2" "$4" "${#3}" "$3" >&3 && cat <&3""";

    private final String id;
    private final Process sandbox;
    private final Path logs;
    private final Map<String, Process> daemons = new LinkedHashMap<>();
    private final Set<String> speakers = new HashSet<>();
    private String logLevel = "info";

    /** What a command printed. */
    record Output(int status, String out, String err) {}

    /** An answer of the admin API. */
    record Reply(int status, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }
    }

    private NetnsLab(String id, Process sandbox, Path logs) {
        this.id = id;
        this.sandbox = sandbox;
        this.logs = logs;
    }

    /**
     * Makes the nodes and links of a topology. Where that cannot be had the test is skipped, saying why; CI
     * takes no skipped test.
     */
    static NetnsLab of(String... topology) {
        try {
            List<String> command = new ArrayList<>(List.of("bash", LAB.toString()));
            command.addAll(List.of(topology));
            command.add("--bare");
            Process sandbox = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader out = sandbox.inputReader(UTF_8);
            String ready = out.readLine();
            if (ready == null || !ready.startsWith("ready ")) {
                String reason = "no network namespaces here: " + ready;
                Assumptions.abort(reason);
            }
            return new NetnsLab(ready.split(" ", -1)[1], sandbox,
                    Files.createTempDirectory(Path.of("target"), "logs-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * On these nodes, as in {@code "s1+t1"}, {@link #start} starts, in place of our daemon, the speaker that plays the
     * reference.
     */
    NetnsLab withReference(String nodes) {
        speakers.addAll(List.of(nodes.split("\\+", -1)));
        return this;
    }

    /** Daemons that are started from now on log this much. */
    NetnsLab logging(String level) {
        logLevel = level;
        return this;
    }

    /** Whether the reference is played on a node. */
    boolean isReference(String node) {
        return speakers.contains(node);
    }

    /** Starts daemons on nodes together: transit where the name begins with t, server elsewhere, on all links. */
    NetnsLab start(String... nodes) {
        for (String node : nodes) {
            begin(node);
        }
        List.of(nodes).forEach(this::answers);
        return this;
    }

    /** Starts a daemon on all links of a node and does not wait for it. */
    void begin(String node) {
        begin(node, isReference(node) ? speaker(node) : ddmd(node, links(node)));
    }

    /** Starts one daemon on all links, with further flags. */
    void daemon(String node, String... flags) {
        daemon(node, links(node), flags);
    }

    /** Starts one daemon on some links, with further flags. */
    void daemon(String node, List<String> links, String... flags) {
        begin(node, ddmd(node, links, flags));
        answers(node);
    }

    private static List<String> ddmd(String node, List<String> links, String... flags) {
        // Whoever runs the tests in the background may ignore the signals that end a daemon.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal", "ddmd", "--kind", kind(node), "--data-dir", data(node)));
        for (String link : links) {
            command.add("-a");
            command.add(link);
        }
        command.addAll(List.of(flags));
        return command;
    }

    private List<String> speaker(String node) {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-cp", System.getProperty("java.class.path"), SPEAKER, node, kind(node), data(node), "2"));
        command.addAll(links(node));
        return command;
    }

    private static String kind(String node) {
        return node.startsWith("t") ? "transit" : "server";
    }

    private static String data(String node) {
        return "/run/ddm-lab/" + node + "/data";
    }

    private void begin(String node, List<String> command) {
        try {
            ProcessBuilder daemon = enter(node, command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(node).toFile()));
            daemon.environment().put("DDM_LOG", logLevel);
            daemons.put(node, daemon.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answers(String node) {
        eventually(() -> {
            Reply reply = request(node, "GET", "/peers", "");
            assertThat(reply.status()).as(() -> "%s answers (%s); it runs: %s; its log:\n%s".formatted(node,
                    reply.body().strip(), process(node).isAlive(), logged(node))).isEqualTo(200);
        });
    }

    /** Ends a daemon as an operator would, and returns how long that took. */
    Duration stop(String node) {
        return signal(node, ProcessHandle::destroy);
    }

    /** The same by a signal of this short name. */
    Duration stop(String node, String signal) {
        return signal(node, daemon -> {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid())).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Ends a daemon as a crash would. */
    void kill(String node) {
        signal(node, ProcessHandle::destroyForcibly);
    }

    /** The resident memory of a daemon, in KiB. */
    long residentKib(String node) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + java(node).pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    /** Runs a command on a node, for at most 10 s. */
    Output run(String node, String... command) {
        try {
            Path err = Files.createTempFile(logs, "err", "");
            Process process = enter(node, List.of(command)).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("%s ended", List.of(command)).isTrue();
            return new Output(process.exitValue(), out, Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A process on a node that goes on by itself. */
    ProcessBuilder enter(String node, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("bash", LAB.toString(), "exec", id + "/" + node));
        whole.addAll(command);
        return new ProcessBuilder(whole);
    }

    /** Asks the admin API of a node in version 2.0.0; status 0 if nobody answers. */
    Reply request(String node, String method, String path, String body) {
        return request(node, "2.0.0", method, path, body);
    }

    /** Asks the admin API of a node in a version; status 0 if nobody answers. */
    Reply request(String node, String version, String method, String path, String body) {
        Output answer = run(node, "bash", "-c", REQUEST, "request", method, path, body, version);
        int head = answer.out.indexOf("\r\n\r\n");
        if (head < 0) {
            return new Reply(0, answer.err);
        }
        return new Reply(Integer.parseInt(answer.out.split(" ", 3)[1]), answer.out.substring(head + 4));
    }

    /** Changes something by the admin API; it must be acknowledged. */
    void change(String node, String method, String path, String body) {
        Reply reply = request(node, method, path, body);
        assertThat(reply.status()).as("%s %s %s: %s", method, path, body, reply.body()).isEqualTo(204);
    }

    /** Originates prefixes. */
    void originate(String node, String... prefixes) {
        change(node, "PUT", "/prefix", list(prefixes));
    }

    /** Withdraws prefixes. */
    void withdraw(String node, String... prefixes) {
        change(node, "DELETE", "/prefix", list(prefixes));
    }

    /** How many peers a node has. */
    int peers(String node) {
        return request(node, "GET", "/peers", "").json().size();
    }

    /** How many path vectors a node has imported, over all next hops. */
    int prefixes(String node) {
        int count = 0;
        for (JsonNode table : request(node, "GET", "/prefixes", "").json()) {
            count += table.size();
        }
        return count;
    }

    /** How many elements a list of the admin API has. */
    int size(String node, String path) {
        return request(node, "GET", path, "").json().size();
    }

    /** The routes that the daemon of a node has in the kernel: one line each, next hops included. */
    List<String> routes(String node) {
        String all = run(node, "ip", "-6", "route", "show", "proto", "221").out().replace("\n\t", " ");
        return all.lines().filter(line -> !line.isBlank()).toList();
    }

    /** Whether a packet from one server's prefix reaches another's address and is answered. */
    boolean reaches(String from, String to) {
        String answer = run(from, "timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + to + "/9").err();
        return answer.contains("Connection refused");
    }

    /** The link-local address of a node on a link. */
    String address(String node, String link) {
        String shown = run(node, "ip", "-6", "-o", "address", "show", "dev", link, "scope", "link").out();
        return shown.replaceAll("(?s).*inet6 (\\S+)/64.*", "$1");
    }

    /** The links of a node. */
    List<String> links(String node) {
        return run(node, "ls", "/sys/class/net").out().isEmpty()
                ? List.of()
                : Stream.of("veth", "tun")
                        .flatMap(type -> run(node, "ip", "-o", "link", "show", "type", type).out().lines())
                        .map(line -> line.replaceAll("^\\d+: ([^@:]+).*", "$1"))
                        .toList();
    }

    /** A link that is a wire, by its name; the topology needs {@code --wire all} or {@code --wire LINK}. */
    WireLink wire(String link) {
        return new WireLink(id, link);
    }

    /** Takes the carrier of a link away, as in {@code t1-s1}: that end goes down, and the other sees it. */
    void cut(String link) {
        LabCommand.run("cut", id, link);
    }

    /** Gives it back. */
    void mend(String link) {
        LabCommand.run("mend", id, link);
    }

    /** What a daemon has logged. */
    String logged(String node) {
        try {
            return Files.readString(log(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is so, at most {@link #TIMEOUT}. */
    static void eventually(ThrowingRunnable isSo) {
        await().atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100)).untilAsserted(isSo);
    }

    @Override
    public void close() {
        daemons.keySet().forEach(node -> java(node).destroyForcibly());
        sandbox.destroyForcibly();
        try {
            sandbox.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration signal(String node, Consumer<ProcessHandle> how) {
        Process daemon = process(node);
        long began = System.nanoTime();
        how.accept(java(node));
        try {
            assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).as("the daemon ended").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        daemons.remove(node);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The daemon itself, below the processes that entered the namespaces for it. */
    private ProcessHandle java(String node) {
        ProcessHandle handle = process(node).toHandle();
        return handle.descendants()
                .filter(p -> p.info().command().filter(name -> name.endsWith("/java")).isPresent())
                .findFirst()
                .orElse(handle);
    }

    private Process process(String node) {
        return Objects.requireNonNull(daemons.get(node), "no daemon runs on " + node);
    }

    private Path log(String node) {
        return logs.resolve(node + ".log");
    }

    private static String list(String... prefixes) {
        return prefixes.length == 0 ? "[]" : "[\"" + String.join("\",\"", prefixes) + "\"]";
    }
}
