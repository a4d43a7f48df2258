package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers: which Java they choose, what they hand to it, and what they say when they cannot. */
class LauncherIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DDMD = ROOT.resolve("ddmd/bin/ddmd");
    private static final Path DDMADM = ROOT.resolve("ddmadm/bin/ddmadm");
    private static final String THIS_JAVA = System.getProperty("java.home");

    @TempDir
    private Path scratch = Path.of("");

    private record Output(int status, String text) {}

    @Test
    void startsThroughSymlinkFromAnyDirectory() throws Exception {
        for (Path program : List.of(DDMD, DDMADM)) {
            Path link = Files.createSymbolicLink(scratch.resolve("link to " + program.getFileName()), program);
            Output help = run(THIS_JAVA, link.toString(), "--help");
            assertThat(help.status).as(help.text).isZero();
            assertThat(help.text).contains("Usage:").doesNotContain("[warning]", "[error]", "WARNING");
            Files.delete(link);
        }
    }

    @Test
    void usesNewEnoughJavaHome() throws Exception {
        Path newer = java("jdk of a far future", "99.0.1");
        for (Path program : List.of(DDMD, DDMADM)) {
            Output echo = run(newer.toString(), program.toString(), "one argument", "*");
            assertThat(echo.text).contains("<-XX:+UseSerialGC>", "<-jar>", "<one argument>", "<*>");
            assertThat(echo.text).as("a cache of another Java is not for this one").doesNotContain("AOTCache");
        }
    }

    @Test
    void skipsOldJavaHome() throws Exception {
        Path older = java("jdk-24", "24.0.2");
        Output output = run(older.toString(), DDMADM.toString(), "--help");
        if (output.status == 0) {
            assertThat(output.text).contains("Usage:");
        } else { // no other Java under /usr/lib/jvm
            assertThat(output.text).contains("needs Java 25", older.toString());
        }
    }

    @Test
    void explainsMissingJava() {
        try (NetnsLab lab = NetnsLab.of("duo")) {
            NetnsLab.Output output = lab.run("s1", "unshare", "--mount", "bash", "-c",
                    "mkdir -p /usr/lib/jvm && mount -t tmpfs none /usr/lib/jvm && unset JAVA_HOME && exec ddmadm "
                            + "get-peers");
            assertThat(output.status()).isEqualTo(1);
            assertThat(output.err()).contains("ddmadm: needs Java 25 or newer").contains("Install").hasLineCount(1);
        }
    }

    @Test
    void explainsMissingBuild() throws Exception {
        for (String script : List.of("ddmd/bin/ddmd", "ddmd/bin/launch.sh", "ddmadm/bin/ddmadm")) {
            Path copy = scratch.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(script), copy);
        }
        for (String program : List.of("ddmd", "ddmadm")) {
            Output output = run(THIS_JAVA, scratch.resolve(program + "/bin/" + program).toString());
            assertThat(output.status).isEqualTo(1);
            assertThat(output.text).contains("mvn package").hasLineCount(1);
        }
    }

    @Test
    void reportsMissingCacheOnlyAtDebug() throws Exception {
        Path newer = java("jdk of a far future", "99.0.1");
        assertThat(run(newer.toString(), DDMD.toString()).text).doesNotContain("start-up cache");
        assertThat(run(newer.toString(), "env", "DDM_LOG=debug", DDMD.toString()).text.lines())
                .filteredOn(line -> line.contains("start-up cache"))
                .hasSize(1);
    }

    @Test
    void cacheTrainingTimeoutDoesNotFailBuild() throws Exception {
        Path tree = scratch.resolve("tree");
        for (String script : List.of("ddmd/bin/train-aot", "ddmd/bin/launch.sh")) {
            Path copy = tree.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(script), copy);
        }
        Files.createDirectories(tree.resolve("ddmd/target"));
        Path timeout = Files.createDirectories(scratch.resolve("tools")).resolve("timeout");
        Files.writeString(timeout, "#!/bin/sh\necho \"limit $3\" >&2\necho \"$3\" >\"$LIMIT\"\nexit 124\n");
        assertThat(timeout.toFile().setExecutable(true)).isTrue();
        Path limit = scratch.resolve("limit");
        Output output = run(THIS_JAVA, "env", "PATH=" + timeout.getParent() + ":" + System.getenv("PATH"),
                "LIMIT=" + limit, "sh", tree.resolve("ddmd/bin/train-aot").toString(), "ddmd");
        assertThat(output.status).as(output.text).isZero();
        assertThat(Integer.parseInt(Files.readString(limit).strip())).isGreaterThanOrEqualTo(120);
        assertThat(output.text)
                .contains("no start-up cache for ddmd", "the training took more than 120 s",
                        "the next build tries again")
                .hasLineCount(1);
        assertThat(tree.resolve("ddmd/target")).isEmptyDirectory();
    }

    @Test
    void processNameIsDdmd() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal", DDMD.toString(), "--api-only",
                "--dataplane", "none", "--data-dir", scratch.resolve("data").toString(), "--admin-port", "0",
                "--admin-port-file", scratch.resolve("port").toString()).redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        builder.environment().put("JAVA_HOME", THIS_JAVA);
        Process daemon = builder.start();
        try {
            NetnsLab.eventually(() -> assertThat(scratch.resolve("port")).exists());
            String pid = Long.toString(daemon.pid());
            assertThat(run(THIS_JAVA, "pidof", "ddmd").text.strip().split(" ")).contains(pid);
            assertThat(run(THIS_JAVA, "pgrep", "-x", "ddmd").text.lines()).contains(pid);
            assertThat(run(THIS_JAVA, "ps", "-o", "comm=", "-p", pid).text.strip()).isEqualTo("ddmd");
            assertThat(run(THIS_JAVA, "ps", "-o", "args=", "-p", pid).text.split(" ", 2)[0]).endsWith("/ddmd");
            daemon.destroy();
            assertThat(daemon.waitFor()).isZero();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** A Java that prints its arguments instead of running them. */
    private Path java(String name, String version) throws IOException {
        Path home = Files.createDirectories(scratch.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(program, "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return home;
    }

    private Output run(String javaHome, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), text);
    }
}
