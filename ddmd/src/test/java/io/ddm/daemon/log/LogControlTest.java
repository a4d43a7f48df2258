package io.ddm.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.ddm.api.admin.config.LogLevelReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Levels for a while, over a clock and timers that the test moves. */
final class LogControlTest {

    private final List<Runnable> timers = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private int stopped;
    private long now;

    private final LogControl log = new LogControl(LogLevels.parse("warn,ddm.store=error"), (time, task) -> {
        times.add(time);
        timers.add(task);
        return () -> stopped++;
    }, () -> now);

    @BeforeEach
    void begin() {
        LogLevels.parse("warn,ddm.store=error").apply();
    }

    @AfterEach
    void end() {
        LogLevels.DEFAULT.apply();
    }

    private static String level(String logger) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(logger).getEffectiveLevel().toString();
    }

    @Test
    void fallsBackByItself() {
        log.set(LogLevels.parse("ddm.fib=debug"), Duration.ofMinutes(10));
        assertThat(level("ddm.fib")).isEqualTo("DEBUG");
        assertThat(level("ddm.store")).as("not named").isEqualTo("ERROR");
        assertThat(times).containsExactly(Duration.ofMinutes(10));
        timers.getFirst().run();
        assertThat(level("ddm.fib")).isEqualTo("WARN");
        assertThat(level("ddm.store")).isEqualTo("ERROR");
        assertThat(log.report().temporary()).isEmpty();
    }

    @Test
    void reportsWhatIsLogged() {
        assertThat(log.report().configured()).isEqualTo("warn,ddm.store=error");
        assertThat(log.report().loggers()).containsEntry("ddm.store", "error")
                .containsEntry("ddm.fib", "warn")
                .hasSameSizeAs(LogNames.ALL);
        log.set(LogLevels.parse("debug,ddm.fib=trace"), Duration.ofSeconds(10));
        now = Duration.ofMillis(2500).toNanos();
        LogLevelReport report = log.report();
        assertThat(report.temporary().map(LogLevelReport.Temporary::levels)).isEqualTo(Optional.of(
                "debug,ddm.fib=trace"));
        assertThat(report.temporary().orElseThrow().left().toSeconds()).as("begun ones count").isEqualTo(8);
        assertThat(report.loggers()).containsEntry("ddm.store", "error")
                .containsEntry("ddm.fib", "trace")
                .containsEntry("ddm.admin", "debug");
    }

    @Test
    void aSecondRequestReplacesTheFirst() {
        log.set(LogLevels.parse("ddm.fib=debug"), Duration.ofSeconds(1));
        log.set(LogLevels.parse("ddm.admin=trace"), Duration.ofSeconds(5));
        assertThat(stopped).as("its timer").isEqualTo(1);
        assertThat(level("ddm.fib")).isEqualTo("WARN");
        timers.getFirst().run();
        assertThat(level("ddm.admin")).as("an old timer that fires nevertheless").isEqualTo("TRACE");
        timers.getLast().run();
        assertThat(level("ddm.admin")).isEqualTo("WARN");
    }

    @Test
    void aReloadChangesWhatIsBelow() {
        log.set(LogLevels.parse("ddm.fib=debug"), Duration.ofSeconds(1));
        log.configure(LogLevels.parse("error,ddm.fib=off"));
        assertThat(level("ddm.fib")).isEqualTo("DEBUG");
        assertThat(level("ddm.store")).isEqualTo("ERROR");
        log.reset();
        assertThat(level("ddm.fib")).isEqualTo("OFF");
        assertThat(stopped).isEqualTo(1);
    }

    @Test
    void closingEndsTemporaryLevelsOnly() {
        log.close();
        assertThat(level("ddm.fib")).isEqualTo("WARN");
        log.set(LogLevels.parse("trace"), Duration.ofSeconds(1));
        assertThat(Level.toLevel(level("ddm.fib"))).isEqualTo(Level.TRACE);
        log.close();
        assertThat(level("ddm.fib")).isEqualTo("WARN");
    }
}
