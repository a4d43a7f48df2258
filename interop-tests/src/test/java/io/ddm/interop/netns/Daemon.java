package io.ddm.interop.netns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code ddmd} on a node, which may be started, hurt and asked. */
public final class Daemon {

    private static final Pattern NEXT_HOP = Pattern.compile("via (\\S+) dev (\\S+)");

    private final Shell shell;
    private final List<String> command;
    private final Path log;
    private long pid;

    /** An answer of the admin API; status 0 when there was none. */
    public record Reply(int status, String body) {}

    Daemon(Shell shell, List<String> command, Path log) {
        this.shell = shell;
        this.command = command;
        this.log = log;
    }

    /** Starts it, and does not wait until it serves. */
    public void start() {
        pid = Long.parseLong(
                shell.run(String.join(" ", command) + " >>'" + log + "' 2>&1 </dev/null & echo $!").text().strip());
    }

    /** Its process id as the sandbox knows it. */
    public long pid() {
        return pid;
    }

    /** Whether its process is there. */
    public boolean runs() {
        return shell.run("kill -0 " + pid + " 2>/dev/null").status() == 0;
    }

    /** Ends it as a crash would. */
    public void kill() {
        shell.run("kill -KILL " + pid + "; wait " + pid);
    }

    /**
     * Ends it as a crash would, so long after a change began; the answer to the change is returned if there was one.
     */
    public Reply killDuring(Duration after, String method, String path, String body) {
        return reply(shell.run("{ " + request(method, path, body) + "; } & change=$!; sleep 0."
                + "%03d".formatted(after.toMillis()) + "; kill -KILL " + pid + "; wait " + pid + "; wait $change"));
    }

    /**
     * Ends it as an operator would: not before it answers, since a Java that has not come as far as to read its
     * arguments ends without a word.
     *
     * @return whether it ended within 5 s; it is killed if not
     */
    public boolean stop() {
        return shell
                .run("for i in {1..200}; do { exec 3<>/dev/tcp/::1/8000; } 2>/dev/null && exec 3>&- && break;"
                        + " sleep 0.05; done; kill -TERM " + pid + "; for i in {1..100}; do kill -0 " + pid
                        + " 2>/dev/null || break; sleep 0.05; done; ! kill -KILL " + pid + " 2>/dev/null")
                .status() == 0;
    }

    /** Takes the processor away from it. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        Shell.Output done = shell.run("kill -" + name + " " + pid);
        if (done.status() != 0) {
            throw new IllegalStateException("kill -" + name + " " + pid + ": " + done.text().strip());
        }
    }

    /** Asks the admin API in version 2.0.0, for at most 10 s. */
    public Reply request(String method, String path) {
        return reply(shell.run(request(method, path, "")));
    }

    /** Reads from the admin API in another version, for at most 10 s. */
    public Reply read(String version, String path) {
        return reply(shell.run(request("GET", path, "").replace("api-version: 2.0.0", "api-version: " + version)));
    }

    /** Changes something by the admin API, in at most 10 s. */
    public Reply change(String method, String path, String body) {
        return reply(shell.run(request(method, path, body)));
    }

    private static String request(String method, String path, String body) {
        return "( exec 3<>/dev/tcp/::1/8000 && printf '%s %s HTTP/1.1\\r\\nhost: localhost\\r\\napi-version: "
                + "2.0.0\\r\\n"
                + "connection: close\\r\\ncontent-length: %d\\r\\n\\r\\n%s' " + method + " " + path + " "
                + body.length() + " '" + body + "' >&3 && timeout 10 cat <&3 )";
    }

    private static Reply reply(Shell.Output answer) {
        int line = answer.text().indexOf("HTTP/1.1 ");
        int head = answer.text().indexOf("\n\n", Math.max(line, 0));
        return line < 0 || head < 0
                ? new Reply(0, answer.text().strip())
                : new Reply(Integer.parseInt(answer.text().substring(line + 9, line + 12)),
                        answer.text().substring(head + 2).strip());
    }

    /** The daemon's routes in the kernel: by network, the next hops as {@code gateway%interface}. */
    public Map<String, Set<String>> routes() {
        String shown = shell.run("ip -6 route show proto 221").text().replace("\n\t", " ");
        Map<String, Set<String>> routes = new TreeMap<>();
        shown.lines().filter(line -> !line.isBlank()).forEach(line -> {
            Set<String> nextHops = routes.computeIfAbsent(line.split(" ", 2)[0], network -> new TreeSet<>());
            for (Matcher hop = NEXT_HOP.matcher(line); hop.find();) {
                nextHops.add(hop.group(1) + "%" + hop.group(2));
            }
            if (nextHops.isEmpty()) {
                nextHops.add(line);
            }
        });
        return routes;
    }

    /** A JSON list of strings. */
    public static String list(Collection<String> entries) {
        return entries.isEmpty() ? "[]" : "[\"" + String.join("\",\"", entries) + "\"]";
    }

    /** A JSON list of strings. */
    public static String list(String... entries) {
        return list(Arrays.asList(entries));
    }
}
