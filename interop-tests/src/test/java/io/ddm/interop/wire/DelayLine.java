package io.ddm.interop.wire;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frames that are under way in a direction, in their order, each with the time when it is due. Memory grows with
 * the line, by the block, and is used again by later frames.
 */
final class DelayLine {

    /** Frames under way at a time. */
    static final int MAX_FRAMES = 4096;

    /** Jumbo frames fit. */
    static final int SLOT_BYTES = 10_240;

    private static final int BLOCK = 64;

    private final Arena arena;

    /** Addresses of slots without a frame; the last used is taken first, so that a short line stays in few of them. */
    private final long[] free = new long[MAX_FRAMES + BLOCK];
    private int freeCount;

    /** Three rings with the same positions. */
    private final long[] addresses = new long[MAX_FRAMES];
    private final int[] lengths = new int[MAX_FRAMES];
    private final long[] dues = new long[MAX_FRAMES];
    private int first;
    private final AtomicInteger size = new AtomicInteger();

    /** An empty line, in memory of an arena. */
    DelayLine(Arena arena) {
        this.arena = arena;
    }

    /** How many frames are under way; for any thread. */
    int size() {
        return size.get();
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    boolean isFull() {
        return size.get() == MAX_FRAMES;
    }

    /** Where the next frame may be put; the same address until {@link #add} is called. There is one when it is full. */
    long vacant() {
        if (freeCount == 0) {
            long block = arena.allocate((long) BLOCK * SLOT_BYTES, Long.BYTES).address();
            for (int i = 0; i < BLOCK; i++) {
                free[freeCount++] = block + (long) i * SLOT_BYTES;
            }
        }
        return free[freeCount - 1];
    }

    /** Appends the frame that was put at the vacant address. The line must not be full. */
    void add(int bytes, long due) {
        int position = (first + size.get()) % MAX_FRAMES;
        addresses[position] = vacant();
        freeCount--;
        lengths[position] = bytes;
        dues[position] = due;
        size.incrementAndGet();
    }

    /** When the first frame is due. */
    long due() {
        return dues[first];
    }

    /** The address of the first frame. */
    long address() {
        return addresses[first];
    }

    /** The length of the first frame. */
    int bytes() {
        return lengths[first];
    }

    /** Takes the first frame from the line. */
    void remove() {
        free[freeCount++] = addresses[first];
        first = (first + 1) % MAX_FRAMES;
        size.decrementAndGet();
    }
}
