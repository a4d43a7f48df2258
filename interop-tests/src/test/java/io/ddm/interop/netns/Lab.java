package io.ddm.interop.netns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Nodes and links in a sandbox made by {@code interop-tests/lab net LINKS --bare}, which ends with this process however
 * that ends, and takes everything along. To be used from the directory {@code interop-tests}.
 */
public final class Lab implements AutoCloseable {

    private static final String SCRIPT = Path.of("lab").toAbsolutePath().toString();

    private final String id;
    private final Process sandbox;
    private final Path logs;
    private final Map<String, Shell> shells = new LinkedHashMap<>();

    private Lab(String id, Process sandbox, Path logs) {
        this.id = id;
        this.sandbox = sandbox;
        this.logs = logs;
    }

    /**
     * Makes the nodes that the links name.
     *
     * @param links such as {@code t1-s1,t1-s2}; the interfaces are {@code to-} and the neighbor's name, with a
     *     {@code b} for the second of two parallel links
     * @param logs where the daemons' logs go
     * @throws IOException if this machine has no namespaces for us; the message says why
     */
    public static Lab of(String links, Path logs) throws IOException {
        return make(logs, "bash", SCRIPT, "net", links, "--bare");
    }

    /**
     * The same with some links or {@code all} as wires.
     *
     * @param wires such as {@code t1-s1,t2-s1}
     */
    public static Lab wired(String links, String wires, Path logs) throws IOException {
        return make(logs, "bash", SCRIPT, "net", links, "--bare", "--wire", wires);
    }

    private static Lab make(Path logs, String... command) throws IOException {
        Files.createDirectories(logs);
        Process sandbox = new ProcessBuilder(command).redirectErrorStream(true).start();
        String ready = sandbox.inputReader(UTF_8).readLine();
        if (ready == null || !ready.startsWith("ready ")) {
            throw new IOException("no lab: " + ready);
        }
        List<String> words = List.of(ready.split(" ", -1));
        Lab lab = new Lab(words.get(1), sandbox, logs.toAbsolutePath());
        for (String node : words.subList(2, words.size())) {
            lab.shells.put(node, new Shell(lab.enter(node, "bash").redirectErrorStream(true).start()));
        }
        return lab;
    }

    /** The nodes, transits first. */
    public List<String> nodes() {
        return List.copyOf(shells.keySet());
    }

    /** The shell on a node. */
    public Shell shell(String node) {
        return Objects.requireNonNull(shells.get(node), node);
    }

    /** A daemon for a node, not started yet: a transit where the name begins with t, else a server. */
    public Daemon daemon(String node, String... flags) {
        List<String> command = new ArrayList<>(List.of("ddmd", "--kind", node.startsWith("t") ? "transit" : "server",
                "--data-dir", "/run/ddm-lab/" + node + "/data"));
        String links = shell(node).run("ip -o link show type veth; ip -o link show type tun").text();
        links.lines().filter(line -> !line.isBlank()).forEach(line -> {
            command.add("-a");
            command.add(line.replaceAll("^\\d+: ([^@:]+).*", "$1"));
        });
        command.addAll(List.of(flags));
        return new Daemon(shell(node), command, logs.resolve(node + ".log"));
    }

    /** A link that is a wire, by its name. */
    public WireLink wire(String link) {
        return new WireLink(id, link);
    }

    /** Takes the carrier of a link away. */
    public void cut(String link) {
        LabCommand.run("cut", id, link);
    }

    /** Gives it back. */
    public void mend(String link) {
        LabCommand.run("mend", id, link);
    }

    /** A process on a node. */
    public ProcessBuilder enter(String node, String... command) {
        List<String> whole = new ArrayList<>(List.of("bash", SCRIPT, "exec", id + "/" + node));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole);
    }

    /** The link-local address of an interface. */
    public String address(String node, String link) {
        String shown = shell(node).run("ip -6 -o address show dev " + link + " scope link").text();
        return shown.strip().replaceAll("(?s).*inet6 (\\S+)/64.*", "$1");
    }

    @Override
    public void close() {
        sandbox.destroyForcibly();
        try {
            sandbox.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
