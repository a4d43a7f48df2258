package io.ddm.interop.jmh;

import io.ddm.fsm.model.Update;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The core of a transit with two peers: one pushes, and the other is sent what follows. */
public class CoreBenchmark {

    /** A transit, and what it is sent. */
    @State(Scope.Thread)
    public abstract static class Network {

        /** How many prefixes are pushed. */
        @Param({"1", "100", "10000"})
        public int prefixes;

        final Transit transit = new Transit();
        private Update announcement = new Update(List.of(), List.of());
        private Update withdrawal = announcement;

        /** What is pushed. */
        @Setup(Level.Trial)
        public void prepare() {
            announcement = new Update(Samples.paths(prefixes), List.of());
            withdrawal = new Update(List.of(), announcement.announce());
        }

        void reset(boolean isImported) {
            transit.release();
            transit.push(withdrawal);
            transit.keepPush();
            if (isImported) {
                transit.push(announcement);
            }
        }
    }

    /** Nothing is imported. */
    public static class Empty extends Network {

        /** Before each call. */
        @Setup(Level.Invocation)
        public void reset() {
            reset(false);
        }

        /** After each call. */
        @TearDown(Level.Invocation)
        public void check() {
            transit.check(prefixes, 0);
        }
    }

    /** All is imported, and nothing is advertised. */
    public static class Imported extends Network {

        /** Before each call. */
        @Setup(Level.Invocation)
        public void reset() {
            reset(true);
        }
    }

    /** The same, to be withdrawn. */
    public static class Leaving extends Imported {

        /** After each call. */
        @TearDown(Level.Invocation)
        public void check() {
            transit.check(0, 0);
        }
    }

    /** The same, to be advertised. */
    public static class Waiting extends Imported {

        /** After each call. */
        @TearDown(Level.Invocation)
        public void check() {
            transit.check(prefixes, prefixes);
        }
    }

    /** A push is imported, up to the changes of routes. */
    @Benchmark
    public void importPush(Empty network, Allocation allocation) {
        Network of = network;
        allocation.count(() -> of.transit.push(of.announcement));
    }

    /** A push that withdraws all of it. */
    @Benchmark
    public void importWithdrawal(Leaving network, Allocation allocation) {
        Network of = network;
        allocation.count(() -> of.transit.push(of.withdrawal));
    }

    /** What was imported is put together for the other peer, in as many pushes as that takes. */
    @Benchmark
    public void advertise(Waiting network, Allocation allocation) {
        Network of = network;
        allocation.count(of.transit::release);
    }
}
