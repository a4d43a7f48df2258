package io.ddm.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import io.ddm.api.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A log event as one JSON object: {@code time}, {@code level}, {@code logger}, {@code message} and, with an exception,
 * {@code exception} and {@code stack}. A line that would be too long for {@link LineQueue} loses the end of its stack,
 * then of its message: it is never cut, so it is always JSON.
 */
final class JsonLine {

    /** Room of the line feed is left. */
    private static final int MAX_BYTES = LineQueue.MAX_LINE_BYTES - 1;

    private JsonLine() {}

    /** The event in UTF-8, with a line feed at the end. */
    static byte[] of(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return of(event.getTimeStamp(), event.getLevel().toString(), LogLine.shortName(event.getLoggerName()),
                event.getFormattedMessage(), thrown == null ? "" : summary(thrown), stack(thrown));
    }

    /** A sentence that is no event. */
    static byte[] of(long millis, String level, String logger, String message) {
        return of(millis, level, logger, message, "", List.of());
    }

    private static byte[] of(long millis, String level, String logger, String message, String exception,
            List<String> stack) {
        List<String> shown = stack;
        int chars = LogLine.MAX_MESSAGE_BYTES;
        byte[] line = line(millis, level, logger, shortened(message, chars), exception, shown);
        while (line.length > MAX_BYTES) {
            if (shown.isEmpty()) {
                chars /= 2;
            } else {
                shown = shown.subList(0, shown.size() - 1);
            }
            line = line(millis, level, logger, shortened(message, chars), exception, shown);
        }
        return line;
    }

    /** Half of a surrogate pair, which JSON cannot have, becomes a question mark. */
    private static String shortened(String message, int chars) {
        String text = message.length() <= chars
                ? message
                : message.substring(0, chars) + "... (" + (message.length() - chars) + " more characters)";
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static byte[] line(long millis, String level, String logger, String message, String exception,
            List<String> stack) {
        String text = new String(JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("time", LogLine.time(millis));
            out.writeStringField("level", level.toLowerCase(Locale.ROOT));
            out.writeStringField("logger", logger);
            out.writeStringField("message", message);
            if (!exception.isEmpty()) {
                out.writeStringField("exception", exception);
                writeStack(out, stack);
            }
            out.writeEndObject();
        }), StandardCharsets.UTF_8);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void writeStack(JsonGenerator out, List<String> stack) throws IOException {
        out.writeArrayFieldStart("stack");
        for (String frame : stack) {
            out.writeString(frame);
        }
        out.writeEndArray();
    }

    private static String summary(IThrowableProxy thrown) {
        return PrintableText.line(thrown.getClassName() + ": " + thrown.getMessage(), LogLine.MAX_MESSAGE_BYTES / 4);
    }

    /** Frames, and causes between them. */
    private static List<String> stack(@Nullable IThrowableProxy thrown) {
        List<String> stack = new ArrayList<>();
        for (IThrowableProxy cause = thrown; cause != null && stack.size() < LogLine.MAX_TRACE_LINES; cause = cause
                .getCause()) {
            if (!cause.equals(thrown)) {
                stack.add("caused by " + summary(cause));
            }
            for (StackTraceElementProxy frame : cause.getStackTraceElementProxyArray()) {
                if (stack.size() < LogLine.MAX_TRACE_LINES) {
                    stack.add(frame.getSTEAsString());
                }
            }
        }
        return stack;
    }
}
