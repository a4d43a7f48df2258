package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.recording.BadRecordingException;
import io.ddm.api.recording.RecordingWriter;
import io.ddm.api.recording.Replay;
import io.ddm.api.recording.StateCapture;
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
import java.util.Optional;

/** Records every router of a simulated network. */
final class Recordings implements Tape {

    private final List<Recording> all = new ArrayList<>();
    private final int every;
    private long events;

    /**
     * @param every after so many events of all routers the router of the last one is recorded again from its state; 0
     *     for never
     */
    Recordings(int every) {
        this.every = every;
    }

    /** One router, from its beginning or some other moment to its end. */
    private static final class Recording {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final RecordingWriter out = new RecordingWriter(bytes);
        private long events;

        Recording(RouterConfig config, Instant begun, Optional<StateCapture> state) {
            try {
                if (state.isPresent()) {
                    out.begin(begun, config, state.get(), false);
                } else {
                    out.begin(begun, config);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void handled(Event event, List<Effect> effects, Instant at) {
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
        List<Recording> ofRouter = new ArrayList<>();
        record(ofRouter, new Recording(config, begun, Optional.empty()));
        return (event, effects, at) -> {
            ofRouter.forEach(recording -> recording.handled(event, effects, at));
            if (every > 0 && ++events % every == 0) {
                StateCapture state = new StateCapture();
                router.archive(state);
                record(ofRouter, new Recording(config, at, Optional.of(state)));
            }
        };
    }

    private void record(List<Recording> ofRouter, Recording begun) {
        ofRouter.add(begun);
        all.add(begun);
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
