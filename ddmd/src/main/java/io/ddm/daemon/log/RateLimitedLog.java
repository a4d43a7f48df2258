package io.ddm.daemon.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Log lines that neighbors and clients can cause in any number. Of each kind the first {@value #BURST} are logged at
 * once; further ones are counted and summarized every 10 s with the latest line, until a period passes without any.
 */
public final class RateLimitedLog {

    /** Lines of one kind that are logged at once. */
    static final int BURST = 5;

    /** Period of the summaries. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** Bound on a line that waits for the summary; the log shows no more. */
    private static final int MAX_KEPT_CHARS = 2048;

    private static final class Kind {
        int logged;
        long waiting;
        Runnable latest = () -> {};
    }

    private final Logger log;
    private final BiConsumer<Duration, Runnable> timer;
    private final Map<String, Kind> kinds = new HashMap<>();

    public RateLimitedLog(Logger log) {
        this(log, RateLimitedLog::later);
    }

    /**
     * @param timer runs a task after a time
     */
    RateLimitedLog(Logger log, BiConsumer<Duration, Runnable> timer) {
        this.log = log;
        this.timer = timer;
    }

    /**
     * Logs a warning, or counts it.
     *
     * @param kind groups similar lines; from a bounded set, such as an interface and a reason
     * @param line the line; never a secret
     */
    public void warn(String kind, String line) {
        String kept = line.length() > MAX_KEPT_CHARS ? line.substring(0, MAX_KEPT_CHARS) + "..." : line;
        log(kind, text -> log.warn("{}", text), () -> kept);
    }

    /**
     * Logs a line at INFO, or counts it.
     *
     * @param line called when the line is logged, up to 10 s later; must not retain large objects
     */
    public void info(String kind, Supplier<String> line) {
        log(kind, text -> log.info("{}", text), line);
    }

    private void log(String name, Consumer<String> level, Supplier<String> line) {
        if (isDueNow(name, level, line)) {
            level.accept(line.get());
        }
    }

    private synchronized boolean isDueNow(String name, Consumer<String> level, Supplier<String> line) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            kind = new Kind();
            kinds.put(name, kind);
            timer.accept(WINDOW, () -> summarize(name));
        }
        if (kind.logged < BURST) {
            kind.logged++;
            return true;
        }
        long before = kind.waiting++;
        kind.latest = () -> level.accept(before == 0
                ? line.get()
                : line.get() + " (and " + before + " similar in the last " + WINDOW.toSeconds() + " s)");
        return false;
    }

    private void summarize(String name) {
        summary(name).run();
    }

    private synchronized Runnable summary(String name) {
        Kind kind = kinds.get(name);
        if (kind == null || kind.waiting == 0) {
            kinds.remove(name);
            return () -> {};
        }
        Runnable due = kind.latest;
        kind.waiting = 0;
        kind.logged = BURST;
        timer.accept(WINDOW, () -> summarize(name));
        return due;
    }

    private static void later(Duration pause, Runnable task) {
        Thread.ofVirtual().name("paced-log").start(() -> {
            try {
                Thread.sleep(pause);
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
