package io.ddm.interop.jmh;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Update;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

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
    private int turn;

    /** Imports and advertises them. */
    @Setup(Level.Trial)
    public void prepare() {
        transit.push(new Update(Samples.paths(prefixes), List.of()));
        transit.release();
        transit.check(prefixes, prefixes);
    }

    /** A peer says that it is there. */
    @Benchmark
    public void hello() {
        transit.handle(hello);
    }

    /** A peer's delay has changed by a microsecond. */
    @Benchmark
    public void probe() {
        turn = 1 - turn;
        transit.handle(probes.get(turn));
    }
}
