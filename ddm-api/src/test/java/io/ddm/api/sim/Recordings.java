package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.recording.BadRecordingException;
import io.ddm.api.recording.RecordingWriter;
import io.ddm.api.recording.Replay;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records every router of a simulated network. */
final class Recordings implements Tape {

    private final List<Recording> all = new ArrayList<>();

    /** One router, from its beginning to its end. */
    private static final class Recording implements Track {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final RecordingWriter out = new RecordingWriter(bytes);
        private long events;

        Recording(RouterConfig config, Instant begun) {
            try {
                out.begin(begun, config);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void handled(Event event, List<Effect> effects, Instant at) {
            events++;
            try {
                out.event(at, event, effects);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Track begins(Router router, RouterConfig config, Instant begun) {
        all.add(new Recording(config, begun));
        return all.getLast();
    }

    List<byte[]> recordings() {
        return all.stream().map(recording -> recording.bytes.toByteArray()).toList();
    }

    /** Each replays to the same effects. */
    void replayAll() throws IOException, BadRecordingException {
        assertThat(all).isNotEmpty();
        for (Recording recording : all) {
            Replay.Result result = Replay.of(new ByteArrayInputStream(recording.bytes.toByteArray()));
            assertThat(result.difference()).isEmpty();
            assertThat(result.events()).isEqualTo(recording.events);
            assertThat(result.isTruncated()).isFalse();
        }
    }
}
