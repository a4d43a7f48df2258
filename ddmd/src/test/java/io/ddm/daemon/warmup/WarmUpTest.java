package io.ddm.daemon.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.VolatileStore;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private network: real exchanges, and nothing of it is left. */
final class WarmUpTest {

    private static final int CHANGES = 50;

    @TempDir
    private Path data = Path.of("");

    @Test
    void changesGoThroughAllRouters() throws Exception {
        List<String> before = threads();
        String line = warmUp(data, CHANGES).warmUp();
        assertThat(line).contains(": " + CHANGES + " changes went through private routers");
        assertThat(data).isEmptyDirectory();
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    @Test
    void filesThatAreLeftFromACrashAreNoOrigins() throws Exception {
        Path left = data.resolve("warm-up");
        try (OriginStore store = VolatileStore.open(left)) {
            store.add(Set.of(Prefix.parse("fd00:77::/64")));
        }
        assertThat(left.resolve("originated.log")).content().contains("fd00:77::/64");
        try (PrivateNetwork network = PrivateNetwork.open(left)) {
            network.change(0);
            network.change(1);
            assertThat(left.resolve("originated.log")).content().doesNotContain("fd00:77::/64");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void filesOfOthersStay() throws Exception {
        Path others = Files.createDirectory(data.resolve("others"));
        Path file = Files.createFile(others.resolve("originated.log"));
        Files.createSymbolicLink(data.resolve("warm-up"), others);
        assertThatThrownBy(() -> warmUp(data, CHANGES).warmUp()).isInstanceOf(IOException.class);
        assertThat(file).exists();
    }

    @Test
    void onlyTheOwnerReachesItsAdminApi() throws Exception {
        Path directory = data.resolve("warm-up");
        try (PrivateNetwork network = PrivateNetwork.open(directory)) {
            network.change(0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        }
    }

    @Test
    void dataDirectoryThatCannotBeUsedIsAnErrorWithTheReason() throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        List<String> before = threads();
        assertThatThrownBy(() -> warmUp(file, CHANGES).warmUp()).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    @Test
    void waitsUntilTheRouterHasSettled() {
        AtomicInteger asked = new AtomicInteger();
        WarmUp waiting = new WarmUp(data, Duration.ofMillis(1), 1, () -> {
            assertThat(data).isEmptyDirectory();
            return CompletableFuture.completedFuture(asked.incrementAndGet() > 3);
        }).begin();
        await().until(() -> asked.get() == 4 && !Files.exists(data.resolve("warm-up")));
        waiting.close();
    }

    @Test
    void endOfTheDaemonEndsIt() {
        List<String> before = threads();
        WarmUp begun = warmUp(data, Integer.MAX_VALUE).begin();
        await().until(() -> Files.exists(data.resolve("warm-up")));
        begun.close();
        await().untilAsserted(() -> assertThat(data).isEmptyDirectory());
        await().untilAsserted(() -> assertThat(threads()).containsExactlyElementsOf(before));
    }

    private static WarmUp warmUp(Path dataDirectory, int changes) {
        return new WarmUp(dataDirectory, Duration.ofMillis(1), changes,
                () -> CompletableFuture.completedFuture(true));
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
