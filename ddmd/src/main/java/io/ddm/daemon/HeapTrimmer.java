package io.ddm.daemon;

import java.util.function.LongSupplier;

/**
 * Keeps the heap in proportion to what lives in it. The serial collector would rather take memory from the system than
 * collect its old generation, up to a quarter of the machine's: 918 MiB for 161 MiB that lived, measured. A fixed bound
 * would be wrong either for a router of ten prefixes or for one of a million.
 */
final class HeapTrimmer {

    /** Garbage that is nothing to stop for, in bytes. */
    private static final long SLACK = 16L << 20;

    private final LongSupplier used;
    private final Runnable collect;
    private long live;

    HeapTrimmer() {
        this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
    }

    /**
     * @param used how much of the heap is used, garbage included, in bytes
     * @param collect a whole collection
     */
    HeapTrimmer(LongSupplier used, Runnable collect) {
        this.used = used;
        this.collect = collect;
    }

    /** Collects when garbage may have come to as much as lived after the last time, and some more. */
    void trim() {
        if (used.getAsLong() > 2 * live + SLACK) {
            collect.run();
            live = used.getAsLong();
        }
    }
}
