package io.ddm.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLineTest {

    @Test
    void escapesMessages() {
        String id = "s1\n2026-11-24T00:00:00.000Z ERROR ddm.store - disk lost\u001b[2J\u202e\u0085";
        assertThat(text(null, "{}: SOLICIT -> EXCHANGE {}", "eth0", id).lines()).singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO  ddm\\.session - .*")
                .endsWith(
                        " - eth0: SOLICIT -> EXCHANGE s1\\n2026-11-24T00:00:00.000Z ERROR ddm.store - disk "
                                + "lost\\u001b[2J"
                                + "\\u202e\\u0085");
    }

    @Test
    void escapesExceptionsAndBoundsTraces() {
        Exception e = new IllegalStateException("bad\nname", new Exception("cause\u001b"));
        List<String> lines = text(e, "failed").lines().toList();
        assertThat(lines.get(1)).isEqualTo("  java.lang.IllegalStateException: bad\\nname");
        assertThat(lines).anyMatch(line -> line.startsWith("    at io.ddm.daemon.log.LogLineTest."));
        assertThat(lines.size()).isLessThanOrEqualTo(1 + LogLine.MAX_TRACE_LINES);
    }

    @Test
    void boundsLinesToTwoKibibytes() {
        assertThat(text(null, "{}", "x".repeat(5_270_000)).length()).isLessThan(LineQueue.MAX_LINE_BYTES);
    }

    private static String text(@Nullable Throwable cause, String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent(LogLineTest.class.getName(), new LoggerContext().getLogger("ddm.session"),
                Level.INFO, message, cause, arguments);
        return new String(LogLine.of(event), UTF_8);
    }
}
