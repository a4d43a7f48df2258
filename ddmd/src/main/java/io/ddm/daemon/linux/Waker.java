package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread wait for a netlink socket, and all other threads interrupt the wait, by {@code eventfd(2)}. */
public final class Waker implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment descriptors = arena.allocate(2 * POLLFD_BYTES, 4);
    private final MemorySegment counter = arena.allocate(Long.BYTES, 8);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final int fd;
    /** Keeps a late wake-up from writing to another file that has the number of the closed descriptor. */
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    /**
     * @throws NetlinkException if the kernel has no descriptor left
     */
    public Waker() throws NetlinkException {
        fd = Libc.eventfd(0, EFD_CLOEXEC_NONBLOCK);
        if (fd < 0) {
            arena.close();
            throw new NetlinkException("eventfd", -fd);
        }
    }

    /** Ends a present or the next {@link #await}. Never waits; may be called after {@link #close()}. */
    public void wake() {
        closing.lock();
        try {
            if (!closed) {
                Libc.write(fd, one);
            }
        } finally {
            closing.unlock();
        }
    }

    /**
     * Waits until the socket has something to read, {@link #wake()} is called or the time is over.
     *
     * @param milliseconds the time, -1 for no limit
     */
    public void await(Netlink socket, int milliseconds) {
        descriptor(0, fd);
        descriptor(1, socket.fd());
        poll(2, milliseconds);
    }

    /** Waits until {@link #wake()} is called or the time in milliseconds is over. */
    public void pause(int milliseconds) {
        descriptor(0, fd);
        poll(1, milliseconds);
    }

    /** For a {@link PollSet}, which waits for it beside others. */
    int fd() {
        return fd;
    }

    /** Ends what {@link #wake()} began, after a wait. */
    void clear() {
        Libc.read(fd, counter);
    }

    @Override
    public void close() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                Libc.close(fd);
                arena.close();
            }
        } finally {
            closing.unlock();
        }
    }

    private void poll(int count, int milliseconds) {
        // An interrupted poll returns early, which callers handle like a timeout.
        Libc.poll(descriptors, count, milliseconds);
        clear();
    }

    private void descriptor(int index, int number) {
        descriptors.set(ValueLayout.JAVA_INT, (long) index * POLLFD_BYTES, number);
        descriptors.set(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 4, POLLIN);
        descriptors.set(ValueLayout.JAVA_SHORT, (long) index * POLLFD_BYTES + 6, (short) 0);
    }
}
