package io.ddm.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ddm.daemon.linux.DatagramListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a service manager, by a real socket. */
final class SupervisorTest {

    private static final long PID = 4711;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void sendsEachMessageToPath() {
        String path = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(path)) {
            Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", path), PID);
            supervisor.ready();
            assertThat(manager.receive(TIMEOUT)).hasValue("READY=1");
            supervisor.alive();
            assertThat(manager.receive(TIMEOUT)).hasValue("WATCHDOG=1");
            supervisor.stopping();
            assertThat(manager.receive(TIMEOUT)).hasValue("STOPPING=1");
        }
    }

    @Test
    void sendsToAbstractName() {
        String name = "@ddm-test-" + ProcessHandle.current().pid();
        try (DatagramListener manager = new DatagramListener(name)) {
            Supervisor.of(Map.of("NOTIFY_SOCKET", name), PID).ready();
            assertThat(manager.receive(TIMEOUT)).hasValue("READY=1");
        }
    }

    @Test
    void saysWhenReloadBegan() {
        String path = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(path)) {
            long before = System.nanoTime() / 1000;
            Supervisor.of(Map.of("NOTIFY_SOCKET", path), PID).reloading();
            String message = manager.receive(TIMEOUT).orElseThrow();
            assertThat(message).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(Long.parseLong(message.substring(message.lastIndexOf('=') + 1)))
                    .isBetween(before, System.nanoTime() / 1000);
        }
    }

    @Test
    void sendsChangedStatusOnly() {
        String path = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(path)) {
            Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", path), PID);
            supervisor.status(() -> "0 peers up");
            supervisor.status(() -> "0 peers up");
            supervisor.status(() -> "1 peer up");
            assertThat(manager.receive(TIMEOUT)).hasValue("STATUS=0 peers up");
            assertThat(manager.receive(TIMEOUT)).hasValue("STATUS=1 peer up");
            assertThat(manager.receive(Duration.ZERO)).isEmpty();
        }
    }

    /** The kernel queues 10 to some hundred datagrams; an event loop must not wait for a manager that reads none. */
    @Test
    @Timeout(10)
    void neverWaitsOnEventLoop() {
        String path = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(path)) {
            Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", path), PID);
            for (int i = 0; i < 5000; i++) {
                supervisor.alive();
            }
            supervisor.status(() -> "lost");
            manager.await("room in the queue", "WATCHDOG=1"::equals);
            supervisor.status(() -> "lost");
            manager.await("the status that was lost", "STATUS=lost"::equals);
        }
    }

    @Test
    void doesNothingWithoutManager() {
        for (Supervisor none : new Supervisor[]{Supervisor.none(), Supervisor.of(Map.of("WATCHDOG_USEC", "4000"), PID),
                Supervisor.of(Map.of("NOTIFY_SOCKET", ""), PID)}) {
            assertThat(none.watchdogInterval()).isEmpty();
            none.ready();
            none.status(() -> {
                throw new AssertionError("a status that is not sent is not made");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsock:2:1234", "relative", "/no/such/directory/socket"})
    void survivesUnusableSocket(String name) {
        Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", name), PID);
        assertThatCode(() -> {
            supervisor.ready();
            supervisor.stopping();
        }).doesNotThrowAnyException();
    }

    @Test
    void rejectsTooLongName() {
        assertThatCode(() -> Supervisor.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(108)), PID).ready())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"10000000, 4711, 5000", "10000000, , 5000", "10000000, 4712, ", "1999, 4711, ", "-5, 4711, ",
            "soon, 4711, ", ", 4711, "})
    void halvesWatchdogTime(@Nullable String micros, @Nullable String pid, @Nullable Long millis) {
        Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", "/no/socket"));
        Optional.ofNullable(micros).ifPresent(value -> environment.put("WATCHDOG_USEC", value));
        Optional.ofNullable(pid).ifPresent(value -> environment.put("WATCHDOG_PID", value));
        assertThat(Supervisor.of(environment, PID).watchdogInterval())
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }
}
