package io.ddm.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.ddm.api.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The format of a log event: {@code TIME LEVEL LOGGER - MESSAGE}, escaped, each line bounded. */
final class LogLine {

    /** Bound on a message, without time, level and logger. */
    static final int MAX_MESSAGE_BYTES = 2048;

    /** Bound on a stack trace. */
    static final int MAX_TRACE_LINES = 40;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withZone(ZoneId.systemDefault());

    private LogLine() {}

    /** The event in UTF-8, with a line feed at the end; several lines if it has an exception. */
    static byte[] of(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(128);
        text.append(time(event.getTimeStamp()));
        String level = event.getLevel().toString();
        text.append(' ')
                .append(level)
                .repeat(' ', Math.max(1, 6 - level.length()))
                .append(shortName(event.getLoggerName()))
                .append(" - ");
        text.append(PrintableText.line(event.getFormattedMessage(), MAX_MESSAGE_BYTES)).append('\n');
        int lines = 0;
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null
                && lines < MAX_TRACE_LINES; cause = cause.getCause()) {
            text.append("  ")
                    .append(PrintableText.line(cause.getClassName() + ": " + cause.getMessage(), MAX_MESSAGE_BYTES))
                    .append('\n');
            lines++;
            for (StackTraceElementProxy frame : cause.getStackTraceElementProxyArray()) {
                if (++lines > MAX_TRACE_LINES) {
                    break;
                }
                text.append("    ").append(frame.getSTEAsString()).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A time in milliseconds since 1970, as in a line. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** Our loggers as they are, those of libraries without their packages. */
    static String shortName(String logger) {
        return logger.startsWith("ddm.") ? logger : logger.substring(logger.lastIndexOf('.') + 1);
    }
}
