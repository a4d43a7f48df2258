package io.ddm.interop.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What benchmarks allocate whose state is put back before each call: JMH's own profiler counts the putting back too.
 * The fields are columns of JMH's report, summed over all calls.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes allocated by all calls. */
    public long bytes;

    /** How many calls there were. */
    public long calls;

    /** Runs it and counts what this thread allocates. */
    void count(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        calls++;
    }
}
