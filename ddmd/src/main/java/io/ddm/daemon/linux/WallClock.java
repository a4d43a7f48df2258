package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * CLOCK_REALTIME in nanoseconds, which software timestamps of packets are in. Reading it allocates nothing. One
 * thread at a time uses it.
 */
public final class WallClock {

    private static final int CLOCK_REALTIME = 0;
    private static final int TIMESPEC_BYTES = 16;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment time = arena.allocate(TIMESPEC_BYTES, Long.BYTES);

    /** The time since 1970. */
    public long nanos() {
        Libc.clockGettime(state, CLOCK_REALTIME, time.address());
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }
}
