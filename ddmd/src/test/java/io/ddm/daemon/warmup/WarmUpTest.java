package io.ddm.daemon.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.VolatileStore;
import io.ddm.fsm.model.Prefix;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The private network: real exchanges, and nothing of it is left. */
final class WarmUpTest {

    private static final int CHANGES = 50;
    private static final Duration MINUTE = Duration.ofMinutes(1);

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
        try (PrivateNetwork network = PrivateNetwork.open(left, in(MINUTE))) {
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
        try (PrivateNetwork network = PrivateNetwork.open(directory, in(MINUTE))) {
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
    void deadlineEndsTheWaitForAChange() throws Exception {
        try (PrivateNetwork network = PrivateNetwork.open(data.resolve("warm-up"), in(Duration.ofSeconds(6)))) {
            network.change(0);
            long begin = System.nanoTime();
            assertThatThrownBy(() -> network.change(0)).as("nothing changes").isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void storeThatFailsIsNoErrorOfTheDaemon() throws Exception {
        Path directory = data.resolve("warm-up");
        List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
        try (AutoCloseable _ = recording(logged);
                PrivateNetwork network = PrivateNetwork.open(directory, in(MINUTE))) {
            network.change(0);
            Files.delete(directory.resolve("originated.log"));
            assertThatThrownBy(() -> network.change(1)).isInstanceOf(IOException.class)
                    .hasMessageContaining("refused");
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void connectionsOfOthersAreOnNoLink() {
        SocketAddress ours = SocketAddress.inetSocketAddress(1, "127.0.0.1");
        SocketAddress theirs = SocketAddress.inetSocketAddress(2, "127.0.0.2");
        assertThat(new LoopbackAddresses(new OwnConnections(data)).isFromLink(ours, theirs)).isFalse();
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

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /** Every line above DEBUG. */
    private static AutoCloseable recording(List<ILoggingEvent> logged) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event);
            }
        };
        appender.start();
        root.addAppender(appender);
        return () -> root.detachAppender(appender);
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
