package io.ddm.api.admin.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams of server-sent events, taken apart. */
final class EventFramesTest {

    private static final int MAX_BYTES = 32;

    private static EventFrames of(String stream) {
        return new EventFrames(new ByteArrayInputStream(stream.getBytes(UTF_8)), MAX_BYTES);
    }

    /** All messages of a stream, as in {@code kind=data}. */
    private static List<String> all(String stream) throws IOException {
        EventFrames frames = of(stream);
        List<String> all = new ArrayList<>();
        for (Optional<EventFrames.Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
            all.add(frame.get().kind() + "=" + new String(frame.get().data(), UTF_8));
        }
        return all;
    }

    @Test
    void readsWhatIsWritten() throws Exception {
        String stream = new String(EventFrame.of("probe", 7, "{\"a\":\"\u00e9\"}".getBytes(UTF_8)), UTF_8);
        assertThat(stream).isEqualTo("event: probe\nid: 7\ndata: {\"a\":\"\u00e9\"}\n\n");
        assertThat(all(stream + new String(EventFrame.comment("keepalive"), UTF_8) + stream))
                .containsExactly("probe={\"a\":\"\u00e9\"}", "probe={\"a\":\"\u00e9\"}");
    }

    @Test
    void skipsWhatIsNotForIt() throws Exception {
        assertThat(all(": comment\n\nevent: lost\n\nretry: 5\r\nid\r\nevent:x\r\ndata:1\r\n\r\n"))
                .containsExactly("x=1");
        assertThat(all("data: a\ndata: b\n\n")).containsExactly("=b");
        assertThat(all("event: x\ndata: 1\n")).as("not complete").isEmpty();
        assertThat(all("")).isEmpty();
    }

    @Test
    void boundsALine() throws Exception {
        assertThat(all("data: " + "x".repeat(MAX_BYTES - 6) + "\n\n")).hasSize(1);
        assertThatThrownBy(() -> all("data: " + "x".repeat(MAX_BYTES - 5) + "\n\n"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a line of the stream is longer than 32 bytes");
    }
}
