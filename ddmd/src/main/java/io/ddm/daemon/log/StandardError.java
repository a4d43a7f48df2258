package io.ddm.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ddm.api.text.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Standard error of the process through a queue that never blocks: for the log, the command line and the JDK. */
public final class StandardError {

    /** How long the end of the process waits for a reader that does not read. */
    private static final Duration FLUSH_TIMEOUT = Duration.ofMillis(200);

    private static volatile @Nullable LineQueue queue;

    private static volatile LogFormat format = LogFormat.TEXT;

    private StandardError() {}

    /** Replaces {@link System#err}. Called once, when the process starts. */
    public static void install() {
        LineQueue lines = new LineQueue(new FileOutputStream(FileDescriptor.err), StandardError::reportLoss).start();
        queue = lines;
        System.setErr(new PrintStream(lines, false, StandardCharsets.UTF_8));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> LoggerFactory.getLogger("ddm.daemon")
                .error("thread {} ended by an exception", thread.getName(), e));
    }

    /** Sets the form of the lines from now on. */
    public static void format(LogFormat next) {
        format = next;
    }

    /** Prints a sentence of the program that is no event of its log, whatever the level. */
    public static void say(String sentence) {
        String text = PrintableText.line(sentence);
        if (format == LogFormat.JSON) {
            write(JsonLine.of(System.currentTimeMillis(), "error", "ddm.daemon", text));
        } else {
            System.err.println("ddmd: " + text);
        }
    }

    /** Writes an event in one call. */
    static void write(ILoggingEvent event) {
        write(format == LogFormat.JSON ? JsonLine.of(event) : LogLine.of(event));
    }

    private static void write(byte[] line) {
        System.err.write(line, 0, line.length);
    }

    /** Waits a bounded time until all lines are written. Called before the process ends. */
    public static void flush() {
        LineQueue lines = queue;
        if (lines != null) {
            lines.drain(FLUSH_TIMEOUT);
        }
    }

    /** Number of lines dropped so far. */
    public static long droppedLines() {
        LineQueue lines = queue;
        return lines == null ? 0 : lines.dropped();
    }

    private static void reportLoss(long lines) {
        Logger log = LoggerFactory.getLogger("ddm.daemon");
        log.warn("{} log lines were dropped: standard error could not be written, or was not read fast enough", lines);
    }
}
