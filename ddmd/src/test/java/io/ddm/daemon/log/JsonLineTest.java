package io.ddm.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void hasTimeLevelLoggerAndMessage() throws IOException {
        JsonNode line = line(null, "{}: SOLICIT -> EXCHANGE {}", "eth0", "s1\n\"\u001b[2J\\");
        assertThat(line.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+");
        assertThat(line.get("level").asText()).isEqualTo("warn");
        assertThat(line.get("logger").asText()).isEqualTo("ddm.session");
        assertThat(line.get("message").asText()).isEqualTo("eth0: SOLICIT -> EXCHANGE s1\n\"\u001b[2J\\");
        assertThat(line.size()).isEqualTo(4);
    }

    @Test
    void hasExceptionAndStack() throws IOException {
        JsonNode line = line(new IllegalStateException("bad", new Exception("why")), "failed");
        assertThat(line.get("exception").asText()).isEqualTo("java.lang.IllegalStateException: bad");
        assertThat(line.get("stack").get(0).asText()).startsWith("at io.ddm.daemon.log.JsonLineTest.");
    }

    @Test
    void namesCausesWhereThereIsRoom() throws IOException {
        Exception cause = new Exception("why");
        cause.setStackTrace(new StackTraceElement[0]);
        Exception shown = new IllegalStateException("bad", cause);
        shown.setStackTrace(new StackTraceElement[0]);
        assertThat(line(shown, "failed").get("stack").get(0).asText()).isEqualTo("caused by java.lang.Exception: why");
    }

    /** A line that the queue cuts would be no JSON. */
    @Test
    void boundsLinesAndStaysJson() throws IOException {
        assertThat(line(null, "{}", "x".repeat(1_000_000)).get("message").asText()).startsWith("xxx")
                .endsWith(" more characters)");
        assertThat(line(null, "{}", "\u0001".repeat(5000)).get("message").asText()).startsWith("\u0001\u0001");
        assertThat(line(null, "{}", "\ud83d\ude00".repeat(5000)).get("message").asText()).startsWith("\ud83d\ude00");
        assertThat(line(null, "{}", "half \ud83d of a pair").get("message").asText()).isEqualTo("half ? of a pair");
        assertThat(line(deep(200), "{}", "\u0001".repeat(5000)).get("exception").asText()).contains("deep");
    }

    @Test
    void saysSentencesThatAreNoEvents() throws IOException {
        JsonNode line = JSON.readTree(JsonLine.of(0, "error", "ddm.daemon", "cannot start"));
        assertThat(line.get("message").asText()).isEqualTo("cannot start");
        assertThat(line.get("level").asText()).isEqualTo("error");
    }

    private static Exception deep(int depth) {
        return depth == 0 ? new IllegalStateException("deep") : deep(depth - 1);
    }

    private static JsonNode line(@Nullable Throwable cause, String message, Object... arguments) throws IOException {
        LoggingEvent event = new LoggingEvent(JsonLineTest.class.getName(),
                new LoggerContext().getLogger("ddm.session"), Level.WARN, message, cause, arguments);
        byte[] line = JsonLine.of(event);
        assertThat(line.length).isLessThanOrEqualTo(LineQueue.MAX_LINE_BYTES);
        assertThat(new String(line, UTF_8)).endsWith("}\n").hasLineCount(1);
        Iterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(line);
        JsonNode first = values.next();
        assertThat(values.hasNext()).isFalse();
        return first;
    }
}
