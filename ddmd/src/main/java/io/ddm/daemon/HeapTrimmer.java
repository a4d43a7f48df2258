package io.ddm.daemon;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the heap in proportion to what lives in it. The serial collector would rather take memory from the system than
 * collect its old generation, up to a quarter of the machine's: 918 MiB for 161 MiB that lived, measured. A fixed bound
 * would be wrong either for a router of ten prefixes or for one of a million.
 *
 * <p>A collection of the whole heap stops the process, for 0.3 s and more with 100,000 prefixes. So it waits for an
 * event loop that is quiet, and is rare. A loop that is never quiet is collected too, but later: one neighbor that is
 * never silent must not use a quarter of the machine.
 *
 * <p>Not thread-safe: used on the router's event loop only, whose processor time says whether it is quiet.
 */
final class HeapTrimmer {

    /** Garbage that is not worth a collection, in bytes. */
    private static final long SLACK_BYTES = 16L << 20;

    /** The heap is collected when it has this many times what lived after the last time, and the slack. */
    private static final int QUIET_FACTOR = 2;
    private static final int BUSY_FACTOR = 3;

    /** A loop is quiet after this time in which it had work for less than one part in {@link #BUSY_PART}. */
    static final Duration QUIET = Duration.ofSeconds(10);
    private static final int BUSY_PART = 20;

    /** Time between collections of a quiet loop. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final LongSupplier used;
    private final Runnable collect;
    private final LongSupplier cpu;
    private final LongSupplier nanos;
    private long live;
    private long lastCall;
    private long lastCpu;
    private long quietSince;
    private long nextTrim;

    HeapTrimmer() {
        this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc,
                ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, System::nanoTime);
    }

    /**
     * @param used how much of the heap is used, garbage included, in bytes
     * @param collect a full collection
     * @param cpu processor time of the loop so far, in nanoseconds
     * @param nanos a clock, in nanoseconds
     */
    HeapTrimmer(LongSupplier used, Runnable collect, LongSupplier cpu, LongSupplier nanos) {
        this.used = used;
        this.collect = collect;
        this.cpu = cpu;
        this.nanos = nanos;
        this.lastCall = nanos.getAsLong();
        this.quietSince = lastCall;
        this.nextTrim = lastCall;
    }

    /** Collects if that may give back much and this is the time for it; called by the loop once a second. */
    void trim() {
        long now = nanos.getAsLong();
        boolean quiet = isQuiet(now);
        long bytes = used.getAsLong();
        boolean mayTrim = quiet && now - nextTrim >= 0;
        if (bytes > (mayTrim ? QUIET_FACTOR : BUSY_FACTOR) * live + SLACK_BYTES) {
            collect(now);
        }
    }

    private boolean isQuiet(long now) {
        long spent = cpu.getAsLong();
        if ((spent - lastCpu) * BUSY_PART > now - lastCall) {
            quietSince = now;
        }
        lastCpu = spent;
        lastCall = now;
        return now - quietSince >= QUIET.toNanos();
    }

    private void collect(long now) {
        collect.run();
        live = used.getAsLong();
        nextTrim = now + INTERVAL.toNanos();
    }
}
