package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warm-up of a daemon with a process of its own. */
final class WarmUpProcessTest {

    private static final Duration BEGUN = Duration.ofSeconds(30);

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void stopDuringTheWarmUpLeavesNothing() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--api-only")) {
            Path socket = scratch.resolve("data/warm-up/admin.sock");
            await().atMost(BEGUN).until(() -> Files.exists(socket));
            assertThat(daemon.admin("GET", "/originated", "").body()).as("of the daemon itself").isEqualTo("[]");
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd()).isZero();
            assertThat(scratch.resolve("data/warm-up")).doesNotExist();
            assertThat(daemon.log()).contains("stopped").doesNotContain("WARN", "ERROR", "warmed up");
        }
    }
}
