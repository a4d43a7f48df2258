package io.ddm.interop.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Descriptors that one thread waits for; waiting allocates nothing. */
final class PollSet {

    static final short POLLIN = 1;

    private static final int POLLFD_BYTES = 8;
    private static final long NANOS = 1_000_000_000;

    private final MemorySegment descriptors;
    private final MemorySegment timeout;
    private int count;

    /** A set of at most {@code capacity} descriptors, in memory of an arena. */
    PollSet(Arena arena, int capacity) {
        descriptors = arena.allocate((long) capacity * POLLFD_BYTES, 8);
        timeout = arena.allocate(2 * Long.BYTES, 8);
    }

    /** Adds a descriptor, and the events that are waited for. */
    void add(int fd, short events) {
        long offset = (long) count * POLLFD_BYTES;
        descriptors.set(ValueLayout.JAVA_INT, offset, fd);
        descriptors.set(ValueLayout.JAVA_SHORT, offset + 4, events);
        count++;
    }

    /** No longer waits for a descriptor. */
    void ignore(int index) {
        descriptors.set(ValueLayout.JAVA_INT, (long) index * POLLFD_BYTES, -1);
    }

    /** Waits for an event, at most so many ns; without limit if that is {@link Long#MAX_VALUE}. How many are ready. */
    int poll(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return Libc.ppoll(descriptors, count, MemorySegment.NULL);
        }
        timeout.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS);
        timeout.set(ValueLayout.JAVA_LONG, Long.BYTES, nanos % NANOS);
        return Libc.ppoll(descriptors, count, timeout);
    }

    /** What happened to a descriptor, after {@link #poll} returned more than 0. */
    short events(int index) {
        return descriptors.get(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 6);
    }
}
