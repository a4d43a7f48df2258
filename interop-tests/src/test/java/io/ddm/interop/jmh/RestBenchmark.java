package io.ddm.interop.jmh;

import io.ddm.fsm.ReportVersions;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Update;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Events of a transit at rest that holds prefixes. */
@State(Scope.Thread)
public class RestBenchmark {

    /** How many prefixes it holds. */
    @Param({"1", "100", "10000"})
    public int prefixes;

    private final Transit transit = new Transit();
    private final Event hello = new Event.PacketReceived(Transit.TO_ORIGIN, Samples.ORIGIN, false, true);
    private final List<Event> probes = List.of(transit.probed(Transit.TO_ORIGIN, 51),
            transit.probed(Transit.TO_ORIGIN, 50));
    private ReportVersions before = transit.versions();
    private long hellos;
    private long probed;

    /** Imports and advertises them. */
    @Setup(Level.Trial)
    public void prepare() {
        transit.push(new Update(Samples.paths(prefixes), List.of()));
        transit.release();
        transit.check(prefixes, prefixes);
    }

    /** Counts from now on. */
    @Setup(Level.Iteration)
    public void begin() {
        before = transit.versions();
        hellos = 0;
        probed = 0;
    }

    /** Looks whether each event was taken: one of another peer or session would be ignored, which is fast. */
    @TearDown(Level.Iteration)
    public void check() {
        ReportVersions now = transit.versions();
        long heard = now.liveness() - before.liveness();
        long changed = now.interfaces() - before.interfaces();
        if (heard != hellos || changed != probed) {
            throw new IllegalStateException("%d of %d hellos and %d of %d probes were taken".formatted(heard, hellos,
                    changed, probed));
        }
    }

    /** A peer says that it is there. */
    @Benchmark
    public void hello() {
        hellos++;
        transit.handle(hello);
    }

    /** A peer's delay has changed by a microsecond. */
    @Benchmark
    public void probe() {
        transit.handle(probes.get((int) (++probed & 1)));
    }
}
