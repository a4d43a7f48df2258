package io.ddm.daemon.log;

import io.ddm.api.admin.config.LogLevelReport;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged while the daemon runs: the levels of the configuration, and others on top of them for a while.
 * Thread-safe.
 */
public final class LogControl implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Runs a task after a time. */
    public interface Timer {
        /**
         * Starts a timer.
         *
         * @return stops it
         */
        Runnable start(Duration time, Runnable task);
    }

    /** Levels that fall back, the time at which they do, and what stops that. */
    private record Temporary(LogLevels levels, long end, Runnable stop) {}

    private final Timer timer;
    private final LongSupplier nanoTime;
    private LogLevels configured;
    private Optional<Temporary> temporary = Optional.empty();

    /**
     * @param configured the levels that apply already
     */
    public LogControl(LogLevels configured, Timer timer) {
        this(configured, timer, System::nanoTime);
    }

    LogControl(LogLevels configured, Timer timer, LongSupplier nanoTime) {
        this.configured = configured;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Replaces the levels of the configuration; temporary ones stay on top. */
    public synchronized void configure(LogLevels levels) {
        configured = levels;
        apply();
    }

    /**
     * Sets other levels for a while, instead of earlier such levels.
     *
     * @param levels those of loggers that are not named stay
     */
    public synchronized void set(LogLevels levels, Duration time) {
        end();
        long end = nanoTime.getAsLong() + time.toNanos();
        temporary = Optional.of(new Temporary(levels, end, timer.start(time, () -> fallBack(end))));
        apply();
        LOG.info("log levels for {} s: {}", time.toSeconds(), levels);
    }

    /** Returns to the levels of the configuration. */
    public synchronized void reset() {
        if (temporary.isPresent()) {
            end();
            apply();
            LOG.info("log levels are those of the configuration again: {}", configured);
        }
    }

    /** What is logged now. */
    public synchronized LogLevelReport report() {
        LogLevels now = now();
        SortedMap<String, String> loggers = new TreeMap<>();
        LogNames.ALL.forEach(name -> loggers.put(name, now.of(name)));
        return new LogLevelReport(configured.toString(),
                temporary.map(other -> new LogLevelReport.Temporary(other.levels.toString(), left(other))), loggers);
    }

    /** Temporary levels end with what set them. */
    @Override
    public void close() {
        reset();
    }

    private synchronized void fallBack(long end) {
        if (temporary.filter(other -> other.end == end).isPresent()) {
            reset();
        }
    }

    private Duration left(Temporary other) {
        return Duration.ofNanos(Math.max(0, other.end - nanoTime.getAsLong()) + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    private LogLevels now() {
        return temporary.map(other -> other.levels.over(configured)).orElse(configured);
    }

    private void apply() {
        now().apply();
    }

    private void end() {
        temporary.ifPresent(other -> other.stop.run());
        temporary = Optional.empty();
    }
}
