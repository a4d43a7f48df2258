package io.ddm.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The Python modules of {@code interop-tests/bench/peers} have tests of their own; they need Python 3.11 or newer. */
final class BenchScriptsTest {

    @Test
    void testsOfPeersPass() throws IOException, InterruptedException {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))), "python3 is not installed");
        Process tests = new ProcessBuilder("python3", "-B", "-m", "unittest", "discover", "peersbench", "-t", ".")
                .directory(Sources.ROOT.resolve("interop-tests/bench").toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(tests.getInputStream().readAllBytes(), UTF_8);
        assertThat(tests.waitFor()).as(printed).isZero();
        assertThat(printed).containsPattern("Ran [1-9][0-9]* tests");
    }
}
