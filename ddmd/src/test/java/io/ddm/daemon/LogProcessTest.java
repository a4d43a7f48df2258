package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a daemon in a process of its own. */
final class LogProcessTest {

    private static final String STATS = "{\"rack_id\":\"4186465a-970d-4936-9637-eff6d513a799\","
            + "\"sled_id\":\"cf6917a3-1f6d-4313-8223-a50f32c24b2c\"}";

    /** More lines than pipe and queue hold. */
    private static final int LINES = 3000;

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void runsAndEndsWithUnreadLog() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.withUnreadLog(scratch, "--oximeter-port", "0")) {
            fillLog(daemon);
            assertThat(daemon.admin("GET", "/live", "").statusCode()).isEqualTo(200);
            assertThat(daemon.admin("GET", "/metrics", "").body().lines())
                    .filteredOn(line -> line.startsWith("ddm_log_lines_dropped_total"))
                    .singleElement()
                    .asString()
                    .doesNotEndWith(" 0.0");
            long signaled = System.nanoTime();
            daemon.signal("TERM");
            daemon.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - signaled)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void reportsLostLinesWhenLogIsReadAgain() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.withUnreadLog(scratch, "--oximeter-port", "0")) {
            fillLog(daemon);
            try (BufferedReader log = Files.newBufferedReader(scratch.resolve("log.pipe"), StandardCharsets.UTF_8)) {
                String line = log.readLine();
                while (!line.contains("log lines were dropped")) {
                    line = log.readLine();
                }
                assertThat(line).matches(".* WARN  ddm\\.daemon - \\d+ log lines were dropped: .*");
            }
        }
    }

    @Test
    void showsRequestsOfOneLoggerAtDebug() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of("DDM_LOG", "info,ddm.links=debug"), "-a",
                "ddm-none", "--admin-port", "0", "--admin-port-file", scratch.resolve("port").toString())) {
            daemon.admin("PUT", "/prefix", "[\"fd00:1::/64\",\"fd00:2::/64\",\"fd00:3::/64\",\"fd00:4::/64\"]");
            await().untilAsserted(() -> assertThat(daemon.log()).containsPattern(
                    " INFO  ddm\\.admin - (\\[::1\\]|127\\.0\\.0\\.1):\\d+: originate 4: fd00:\\d::/64, "
                            + "fd00:\\d::/64, fd00:\\d::/64, \\.\\.\\.")
                    .containsPattern(" DEBUG ddm\\.links - \\d+ local addresses"));
            assertThat(daemon.log()).doesNotContain("DEBUG ddm.exchange");
        }
    }

    private static void fillLog(DaemonProcess daemon) throws Exception {
        int port = daemon.awaitPort();
        for (int i = 0; i < LINES; i++) {
            assertThat(DaemonProcess.ask(port, "POST", "/enable-stats", STATS).statusCode()).isEqualTo(204);
        }
    }
}
