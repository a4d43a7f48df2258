package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Waits for several sockets, a {@link Waker} and a time in nanoseconds at once. Waiting allocates nothing, and costs
 * the same for any number of sockets: {@code epoll(7)} has all of them, and {@code ppoll(2)}, which knows times shorter
 * than a millisecond, waits for that. Used and closed by the thread that makes it; the waker is its owner's.
 */
public final class PollSet implements AutoCloseable {

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLERR = 8;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int RETURNED_EVENTS = 6;
    private static final int TIMESPEC_BYTES = 16;
    private static final long SECOND = 1_000_000_000L;

    /** {@code struct epoll_event} is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_DATA = PACKED ? 4 : 8;

    /** Sockets that one wait finds ready, at most; the next wait finds the others. */
    private static final int MAX_EVENTS = 64;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment timeout = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
    private final ByteBuffer time = timeout.asByteBuffer().order(ByteOrder.nativeOrder());
    private final MemorySegment descriptors = arena.allocate(2 * POLLFD_BYTES, Integer.BYTES);
    private final ByteBuffer descriptor = descriptors.asByteBuffer().order(ByteOrder.nativeOrder());
    private final MemorySegment events = arena.allocate((long) MAX_EVENTS * EVENT_BYTES, Long.BYTES);
    private final ByteBuffer event = events.asByteBuffer().order(ByteOrder.nativeOrder());
    private final Waker waker;
    private int set;

    /**
     * @param waker ends every wait
     * @throws NetlinkException if the kernel has no descriptor left
     */
    public PollSet(Waker waker) throws NetlinkException {
        this.waker = waker;
        this.set = create();
        descriptor.putInt(0, waker.fd()).putShort(Integer.BYTES, POLLIN);
        watchSet();
    }

    /**
     * Waits for no socket any more.
     *
     * @throws NetlinkException if the kernel has no descriptor left
     */
    public void clear() throws NetlinkException {
        // Not one by one: what was closed meanwhile has left the set, and another may have its number.
        // The old set goes first: its descriptor may be the last one that this process can have.
        Libc.close(set);
        set = create();
        watchSet();
    }

    /**
     * Waits for a socket, too: for replies and for stamps.
     *
     * @param index what the caller knows it by
     * @throws NetlinkException if the kernel has no memory for it
     */
    public void add(int index, EchoSocket socket) throws NetlinkException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment added = call.allocate(EVENT_BYTES, Long.BYTES);
            added.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putInt(0, EPOLLIN)
                    .putLong(EVENT_DATA, index);
            check(Libc.epollCtl(set, EPOLL_CTL_ADD, socket.fd(), added));
        }
    }

    /**
     * Waits until a socket can be read, the waker is called or the time is over, which may be at once.
     *
     * @return how many sockets can be read
     */
    public int await(long nanos) {
        long atLeast = Math.max(0, nanos);
        time.putLong(0, atLeast / SECOND);
        time.putLong(Long.BYTES, atLeast % SECOND);
        if (Libc.ppoll(state, descriptors.address(), 2, timeout.address()) <= 0) {
            // Interrupted, which callers handle like a timeout.
            return 0;
        }
        if (descriptor.getShort(RETURNED_EVENTS) != 0) {
            waker.clear();
        }
        return descriptor.getShort(POLLFD_BYTES + RETURNED_EVENTS) == 0
                ? 0
                : Math.max(0, Libc.epollWait(state, set, events.address(), MAX_EVENTS));
    }

    /** The index of the n-th socket that can be read. */
    public int index(int ready) {
        return (int) event.getLong(ready * EVENT_BYTES + EVENT_DATA);
    }

    /** Whether the n-th socket that can be read has stamps, or an error. */
    public boolean hasStamps(int ready) {
        return (event.getInt(ready * EVENT_BYTES) & EPOLLERR) != 0;
    }

    /** Whether the n-th socket that can be read has replies. */
    public boolean hasReplies(int ready) {
        return (event.getInt(ready * EVENT_BYTES) & ~EPOLLERR) != 0;
    }

    @Override
    public void close() {
        Libc.close(set);
        arena.close();
    }

    private void watchSet() {
        descriptor.putInt(POLLFD_BYTES, set).putShort(POLLFD_BYTES + Integer.BYTES, POLLIN);
    }

    private static int create() throws NetlinkException {
        return check(Libc.epollCreate1(EPOLL_CLOEXEC));
    }

    private static int check(int result) throws NetlinkException {
        if (result < 0) {
            throw new NetlinkException("epoll", -result);
        }
        return result;
    }
}
