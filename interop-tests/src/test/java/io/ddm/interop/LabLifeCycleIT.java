package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab itself: however it ends it leaves nothing behind, two of them do not meet, and it needs no root. */
class LabLifeCycleIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String LAB = ROOT.resolve("interop-tests/lab").toString();

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT", "HUP"})
    void removesEverythingAfterSignal(String signal) throws Exception {
        NetnsLab.of("duo").close(); // skips, or fails in CI, where no namespaces can be had
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal", "bash", LAB, "duo")
                .redirectErrorStream(true); // whoever runs the tests may ignore a hang-up
        builder.environment().put("DDM_BIN", programs("exec sleep 600").toString());
        Process guard = builder.start();
        try {
            BufferedReader out = guard.inputReader(UTF_8);
            assertThat(out.readLine()).isEqualTo("duo: s1-s2");
            assertThat(out.readLine()).startsWith("Starting 2 daemons");
            Process resident = lab("exec", guard.pid() + "/s1", "sleep", "600");
            String network = output(lab("exec", guard.pid() + "/s1", "readlink", "/proc/self/ns/net")).strip();
            await().atMost(Duration.ofSeconds(20)).until(() -> users(network) > 0);

            assertThat(new ProcessBuilder("bash", "-c", "kill -" + signal + " " + guard.pid()).start().waitFor())
                    .isZero();

            assertThat(guard.waitFor(20, TimeUnit.SECONDS)).as("the guard ended").isTrue();
            assertThat(resident.waitFor(20, TimeUnit.SECONDS)).as("what ran on a node ended").isTrue();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(users(network)).isZero());
            assertThat(output(lab("list"))).doesNotContain(guard.pid() + " ");
            assertThat(Path.of("/run/ddm-lab")).doesNotExist();
        } finally {
            guard.destroyForcibly();
        }
    }

    @Test
    void isolatesLabs() throws Exception {
        try (NetnsLab one = NetnsLab.of("duo"); NetnsLab two = NetnsLab.of("duo")) {
            one.run("s1", "ip", "link", "set", "to-s2", "down");
            assertThat(one.run("s1", "ip", "link", "show", "to-s2").out()).contains("state DOWN");
            assertThat(two.run("s1", "ip", "link", "show", "to-s2").out()).contains("state UP");

            Process ambiguous = lab("exec", "s1", "true");
            assertThat(output(ambiguous)).contains("several labs have a node 's1'");
            assertThat(ambiguous.waitFor()).isEqualTo(1);
        }
    }

    /** With real daemons, from start to report: routes in the kernels and packets answered, as nobody in particular. */
    @Test
    void needsNoRoot() throws Exception {
        NetnsLab.of("duo").close();
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
            List<String> probe = new ArrayList<>(command);
            probe.addAll(List.of("bash", "-c", "test -r \"$0\" && unshare --user --map-root-user true", LAB));
            Process allowed = new ProcessBuilder(probe).redirectErrorStream(true).start();
            String reason = output(allowed);
            Assumptions.assumeTrue(allowed.waitFor() == 0,
                    "an unprivileged user may not read the checkout or make namespaces here: " + reason);
        }
        command.addAll(List.of("bash", LAB, "duo", "--once"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DDM_BIN", ROOT.resolve("ddmd/bin").toString()); // what Maven has just built
        Process lab = builder.start();
        String report = output(lab);
        assertThat(lab.waitFor()).as(report).isZero();
        assertThat(report).contains("Every kernel has every route", "s1 -> s2", "s2 -> s1");
    }

    @Test
    void failsIfDaemonDoesNotStart() throws Exception {
        NetnsLab.of("duo").close();
        ProcessBuilder builder = new ProcessBuilder("bash", LAB, "duo", "--once").redirectErrorStream(true);
        builder.environment().put("DDM_BIN", programs("echo the reason; exit 3").toString());
        Process lab = builder.start();
        assertThat(output(lab)).contains("ended by itself", "the reason", "did NOT come up");
        assertThat(lab.waitFor()).isEqualTo(1);
    }

    @Test
    void linksAndNodesFailAndRecoverOnRequest() throws Exception {
        NetnsLab.of("duo").close();
        ProcessBuilder builder = new ProcessBuilder("bash", LAB, "duo").redirectErrorStream(true);
        builder.environment().put("DDM_BIN", ROOT.resolve("ddmd/bin").toString());
        Process guard = builder.start();
        List<String> shown = Collections.synchronizedList(new ArrayList<>());
        Thread.ofVirtual().start(() -> guard.inputReader(UTF_8).lines().forEach(shown::add));
        String id = guard.pid() + "/";
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> shown.contains("It runs until Ctrl-C. From another terminal:"));

            assertThat(asked("cut", id + "s1-s2")).isEqualTo("0 s1-s2 is down\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> routes(id).isEmpty());
            assertThat(asked("mend", id + "s1-s2")).isEqualTo("0 s1-s2 is up\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> routes(id).contains("fd00:2::/64"));

            assertThat(asked("kill", id + "s2")).isEqualTo("0 killed ddmd on s2\n");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> shown.stream().anyMatch(line -> line.startsWith("ddmd on s2 has ended")));
            assertThat(asked("kill", id + "s2")).isEqualTo("1 lab: no daemon runs on s2\n");
            assertThat(asked("restart", id + "s2")).isEqualTo("0 starting ddmd on s2\n");
            assertThat(asked("kill", id + "s2")).isEqualTo("0 killed ddmd on s2\n");
            assertThat(asked("restart", id + "s2")).as("before the lab has seen its end").startsWith("0 ");
            await().atMost(Duration.ofSeconds(30)).until(() -> routes(id).contains("fd00:2::/64"));
            assertThat(asked("cut", id + "s1-s9")).startsWith("1 lab: there is no link 's1-s9'; links: s1-s2");
            assertThat(String.join("\n", shown)).as("no report of the shell").doesNotContain("Killed", ": line ");
        } finally {
            guard.destroy();
            assertThat(guard.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void linkOfANodeToItselfIsRejected() throws Exception {
        assertThat(asked("net", "t1-s1,s1-s1"))
                .isEqualTo("1 lab: 's1-s1' links s1 to itself; a link has two different ends\n");
    }

    /** Exit status and output of a command of the lab. */
    private static String asked(String... arguments) throws Exception {
        Process lab = lab(arguments);
        String output = output(lab);
        return lab.waitFor() + " " + output;
    }

    private static String routes(String id) throws IOException {
        return output(lab("exec", id + "s1", "ip", "-6", "route", "show", "proto", "221"));
    }

    /** A directory with a ddmd that does something else. */
    private static Path programs(String ddmd) throws IOException {
        Path bin = Files.createTempDirectory(Path.of("target"), "programs-").toAbsolutePath();
        Path program = Files.writeString(bin.resolve("ddmd"), "#!/bin/sh\n" + ddmd + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return bin;
    }

    /** How many processes of this machine are in a network namespace. */
    private static long users(String network) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.map(process -> process.resolve("ns/net")).filter(link -> {
                try {
                    return Files.readSymbolicLink(link).toString().equals(network);
                } catch (IOException e) {
                    return false; // no process, not ours to see, or gone meanwhile
                }
            }).count();
        }
    }

    private static Process lab(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", LAB));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
