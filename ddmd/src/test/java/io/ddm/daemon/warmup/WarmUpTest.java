package io.ddm.daemon.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private network: real exchanges, and nothing of it is left. */
final class WarmUpTest {

    @TempDir
    private Path data = Path.of("");

    @Test
    void changesGoThroughAllRouters() throws Exception {
        List<String> before = threads();
        String line = new WarmUp(data, Duration.ZERO).warmUp();
        assertThat(line).contains(": " + WarmUp.CHANGES + " changes went through private routers");
        assertThat(data).isEmptyDirectory();
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    @Test
    void filesThatAreLeftFromACrashAreNoOrigins() throws Exception {
        Path left = Files.createDirectory(data.resolve("warm-up"));
        Files.writeString(left.resolve("originated.log"), "half a line of a log");
        try (PrivateNetwork network = PrivateNetwork.open(left)) {
            network.change(0);
            network.change(1);
            assertThat(left.resolve("originated.log")).exists().content().doesNotContain("half");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void dataDirectoryThatCannotBeUsedIsAnErrorWithTheReason() throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        List<String> before = threads();
        assertThatThrownBy(() -> new WarmUp(file, Duration.ZERO).warmUp()).isInstanceOf(IOException.class)
                .hasMessageContaining("refused: HTTP/1.1 503");
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    @Test
    void endOfTheDaemonEndsIt() {
        List<String> before = threads();
        WarmUp begun = WarmUp.start(data, Duration.ZERO);
        await().until(() -> Files.exists(data.resolve("warm-up")));
        begun.close();
        await().untilAsserted(() -> assertThat(data).isEmptyDirectory());
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    /** Those of event loops, data planes and jobs, which would run on. */
    private static List<String> threads() {
        try (Stream<Thread> all = Thread.getAllStackTraces().keySet().stream()) {
            return all.map(Thread::getName)
                    .filter(name -> name.matches("(vert\\.x-eventloop|fib|warm-up|disk|parse-).*"))
                    .sorted()
                    .toList();
        }
    }
}
