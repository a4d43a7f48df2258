package io.ddm.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultLogTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void countsFaultsForAnHour() throws Exception {
        FaultLog log = new FaultLog(directory);
        log.add("eth1", NOW);
        log.add("eth2", NOW.plusSeconds(1));
        log.add("eth1", NOW.plusSeconds(2));
        assertThat(new FaultLog(directory).recent(NOW.plusSeconds(3))).containsExactly(
                new FaultLog.Fault("eth2", 1, NOW.plusSeconds(1)), new FaultLog.Fault("eth1", 2, NOW.plusSeconds(2)));
        Instant later = NOW.plusSeconds(2).plus(FaultLog.MEMORY);
        assertThat(log.recent(later)).isEmpty();
        log.add("eth1", later);
        assertThat(log.recent(later)).containsExactly(new FaultLog.Fault("eth1", 1, later));
    }

    @Test
    void ignoresUnreadableLog() throws Exception {
        Path file = directory.resolve("faults.log");
        FaultLog log = new FaultLog(directory);
        for (String content : new String[]{"", "eth1", "eth1 x 1", "eth1 1 99999999999999999999", "\0\0\0"}) {
            Files.writeString(file, content);
            assertThat(log.recent(NOW)).as(content).isEmpty();
        }
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(log.recent(NOW)).isEmpty());
    }

    @Test
    void clockSetBackProlongsNoFault() throws Exception {
        FaultLog log = new FaultLog(directory);
        log.add("eth1", NOW.plus(Duration.ofDays(1)));
        assertThat(log.recent(NOW)).containsExactly(new FaultLog.Fault("eth1", 1, NOW));
    }
}
