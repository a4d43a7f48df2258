package io.ddm.daemon.dataplane.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows one data plane of ours in a network namespace: two would remove each other's routes. It is a listening unix
 * socket with an abstract name, of which each network namespace has its own; the kernel frees the name when the process
 * ends, however it ends.
 *
 * <p>Any process of the namespace can take that name, so it counts only when root or our own user holds it: nobody else
 * can keep a router from starting.
 */
final class NamespaceLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** Longer than the 2 s within which a predecessor has stopped or handed over. */
    static final Duration PREDECESSOR_TIMEOUT = Duration.ofSeconds(3);

    private static final byte[] NAME = "\0ddmd/dataplane".getBytes(StandardCharsets.US_ASCII);
    private static final long RETRY_MS = 50;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC_NONBLOCK = 1 | 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int BACKLOG = 64;
    private static final int EADDRINUSE = 98;

    /** Who holds the lock: process id, 0 if it is of another pid namespace, and user id. */
    private record Holder(int pid, int uid) {

        boolean counts() {
            return uid == 0 || uid == Libc.geteuid();
        }

        @Override
        public String toString() {
            if (pid == 0) {
                return "a process of another pid namespace";
            }
            try {
                return "process " + pid + " (" + Files.readString(Path.of("/proc/" + pid + "/comm")).strip() + ")";
            } catch (IOException _) {
                return "process " + pid;
            }
        }
    }

    private final int fd;

    private NamespaceLock(int fd) {
        this.fd = fd;
    }

    /**
     * Takes the lock of the calling thread's network namespace; waits a moment for a predecessor that is ending.
     *
     * @param timeout how long to wait
     * @throws IOException if another data plane holds it; the message says which process
     */
    static NamespaceLock acquire(Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            int fd = tryAcquire();
            if (fd >= 0) {
                return new NamespaceLock(fd);
            }
            Optional<Holder> holder = holder();
            if (holder.isPresent() && !holder.get().counts()) {
                LOG.warn("data plane: {} of user {} holds the lock of this network namespace and is ignored",
                        holder.get(), holder.get().uid());
                return new NamespaceLock(-1);
            }
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new IOException("another ddmd already programs the routes of this network namespace: "
                        + holder.map(Holder::toString).orElse("an unknown process")
                        + "; stop it first, or start this one with --dataplane none");
            }
            pause();
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
        }
    }

    /** The descriptor of the socket, or -1 if the name is taken. */
    private static int tryAcquire() throws NetlinkException {
        int fd = socket();
        try (Arena arena = Arena.ofConfined()) {
            int bound = Libc.bind(fd, address(arena));
            int failed = bound < 0 ? bound : Math.min(0, Libc.listen(fd, BACKLOG));
            if (failed == 0) {
                return fd;
            }
            Libc.close(fd);
            if (failed == -EADDRINUSE) {
                return -1;
            }
            throw new NetlinkException("lock of the network namespace", -failed);
        }
    }

    /** Who holds the lock now; empty if nobody does, or if it cannot be asked. */
    private static Optional<Holder> holder() throws NetlinkException {
        int fd = socket();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(UCRED_BYTES, Integer.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, UCRED_BYTES);
            boolean known = Libc.connect(fd, address(arena)) == 0
                    && Libc.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) == 0;
            return known
                    ? Optional.of(new Holder(credentials.get(ValueLayout.JAVA_INT, 0),
                            credentials.get(ValueLayout.JAVA_INT, 4)))
                    : Optional.empty();
        } finally {
            Libc.close(fd);
        }
    }

    private static int socket() throws NetlinkException {
        int fd = Libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC_NONBLOCK, 0);
        if (fd < 0) {
            throw new NetlinkException("unix socket", -fd);
        }
        return fd;
    }

    /** {@code struct sockaddr_un} without the bytes behind the name: all that are counted belong to it. */
    private static MemorySegment address(Arena arena) {
        MemorySegment address = arena.allocate(Short.BYTES + NAME.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(NAME, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, NAME.length);
        return address;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another data plane to end", e);
        }
    }
}
