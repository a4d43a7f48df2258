package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.linux.DatagramListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in a process of its own, and what it says to its service manager. */
final class SupervisedProcessTest {

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void notifiesFromStartToStop() throws Exception {
        String socket = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(socket);
                DaemonProcess daemon = start(Map.of("NOTIFY_SOCKET", socket))) {
            manager.await("ready", "READY=1"::equals);
            assertThat(scratch.resolve("port")).as("written before").exists();
            assertThat(daemon.admin("GET", "/peers", "").statusCode()).isEqualTo(200);
            manager.await("status", "STATUS=0 peers up, 0 prefixes; missing interface: later0"::equals);
            daemon.signal("HUP");
            manager.await("reload", message -> message.startsWith("RELOADING=1\nMONOTONIC_USEC="));
            manager.await("end of the reload", "READY=1"::equals);
            daemon.signal("TERM");
            assertThat(manager.await("stop, and no watchdog that was not asked for",
                    message -> !message.startsWith("STATUS="))).isEqualTo("STOPPING=1");
            assertThat(daemon.awaitEnd()).isZero();
        }
    }

    @Test
    void stopsFeedingWatchdogWhenRouterHangs() throws Exception {
        String socket = scratch.resolve("notify").toString();
        try (DatagramListener manager = new DatagramListener(socket);
                DaemonProcess daemon = start(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "400000"))) {
            daemon.awaitPort();
            for (int i = 0; i < 5; i++) {
                manager.await("the router's loop runs", "WATCHDOG=1"::equals);
            }
            var _ = CompletableFuture.runAsync(() -> hang(daemon));
            Optional<String> last = Optional.of("");
            while (last.isPresent()) {
                last = manager.receive(Duration.ofSeconds(3));
            }
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    private static void hang(DaemonProcess daemon) {
        try {
            daemon.admin("PUT", "/prefix", "[\"" + FaultyDdmd.HANG + "\"]");
        } catch (Exception e) {
            // The daemon is killed before it answers.
            return;
        }
    }

    private DaemonProcess start(Map<String, String> environment) throws Exception {
        return DaemonProcess.start(scratch, FaultyDdmd.class, List.of(), environment, "-a", "later0", "--admin-port",
                "0", "--admin-port-file", scratch.resolve("port").toString());
    }
}
