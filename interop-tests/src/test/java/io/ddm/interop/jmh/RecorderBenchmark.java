package io.ddm.interop.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.recording.RecordingWriter;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Lines of a recording, before they are compressed. */
@State(Scope.Thread)
public class RecorderBenchmark {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<WeightedNextHop> NEXT_HOPS = List.of(
            WeightedNextHop.equalShare(new NextHop(2, Samples.ORIGIN.address())));

    /** How many prefixes the event has. */
    @Param({"1", "100", "10000"})
    public int prefixes;

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final RecordingWriter writer = new RecordingWriter(lines);
    private Event event = new Event.Tick();
    private List<Effect> effects = List.of();

    /** A push, and the routes that change with it. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        event = new Event.PushReceived(Transit.TO_ORIGIN, Samples.ORIGIN.address(),
                new Update(Samples.paths(prefixes), List.of()), 1);
        effects = List.of(new Effect.AcceptPush(1), new Effect.Program(
                Samples.prefixes(prefixes).stream().map(prefix -> new FibChange(prefix, NEXT_HOPS)).toList()));
        if (record().toString(UTF_8).lines().count() != 1 + effects.size()) {
            throw new IllegalStateException("an event and its effects are a line each");
        }
    }

    /** An event with its effects. */
    @Benchmark
    public ByteArrayOutputStream record() throws IOException {
        lines.reset();
        writer.event(AT, event, effects);
        return lines;
    }
}
