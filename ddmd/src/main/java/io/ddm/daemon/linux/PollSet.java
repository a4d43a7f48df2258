package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Waits for several sockets, a {@link Waker} and a time in nanoseconds at once, by {@code ppoll(2)}. Waiting allocates
 * nothing. Used and closed by the thread that makes it; the waker is its owner's.
 */
public final class PollSet implements AutoCloseable {

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED_EVENTS = 6;
    private static final int TIMESPEC_BYTES = 16;
    private static final long SECOND = 1_000_000_000L;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment timeout = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
    private final ByteBuffer time = timeout.asByteBuffer().order(ByteOrder.nativeOrder());
    private final Waker waker;
    private final MemorySegment memory;
    private final ByteBuffer descriptors;
    private final int size;

    /**
     * @param size how many sockets there can be, at most
     */
    public PollSet(Waker waker, int size) {
        this.waker = waker;
        this.size = size;
        this.memory = arena.allocate((size + 1L) * POLLFD_BYTES, Integer.BYTES);
        this.descriptors = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        set(0, waker.fd());
        for (int i = 0; i < size; i++) {
            ignore(i);
        }
    }

    /** How many sockets there can be. */
    public int size() {
        return size;
    }

    /** Waits for a socket, too: for answers and for what is in its error queue. */
    public void watch(int index, EchoSocket socket) {
        set(index + 1, socket.fd());
    }

    /** Waits for that socket no more. */
    public void ignore(int index) {
        set(index + 1, -1);
    }

    /** Whether the last wait found something to read at a socket. */
    public boolean isReady(int index) {
        return descriptors.getShort((index + 1) * POLLFD_BYTES + RETURNED_EVENTS) != 0;
    }

    /** Waits until a socket can be read, the waker is called or the time is over, which may be at once. */
    public void await(long nanos) {
        long atLeast = Math.max(0, nanos);
        time.putLong(0, atLeast / SECOND);
        time.putLong(Long.BYTES, atLeast % SECOND);
        int ready = Libc.ppoll(state, memory.address(), size + 1L, timeout.address());
        if (ready <= 0) {
            // Interrupted, or over: the kernel leaves the events of the last wait.
            for (int i = 0; i <= size; i++) {
                descriptors.putShort(i * POLLFD_BYTES + RETURNED_EVENTS, (short) 0);
            }
        } else if (descriptors.getShort(RETURNED_EVENTS) != 0) {
            waker.clear();
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    private void set(int index, int fd) {
        int at = index * POLLFD_BYTES;
        descriptors.putInt(at, fd);
        descriptors.putShort(at + EVENTS, POLLIN);
        descriptors.putShort(at + RETURNED_EVENTS, (short) 0);
    }
}
