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
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows one data plane of ours in a network namespace: two would remove each other's routes. Each shows a unix socket
 * with an abstract name of its own, of which every network namespace has its own set, and then asks the kernel for
 * those of others: it has the namespace if there is none. The kernel frees the name when the process ends, however it
 * ends.
 *
 * <p>Any process can take such a name, in whatever state. So the kernel says whose each is, and only those of root and
 * of our own user count; and no name is fixed, so that nobody can take ours before us.
 */
final class NamespaceLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** Longer than the 2 s within which a predecessor has stopped or handed over. */
    static final Duration PREDECESSOR_TIMEOUT = Duration.ofSeconds(3);

    /** All names begin so; earlier versions had no more than this. */
    static final String PREFIX = "ddmd/dataplane";

    /** Two that start at one time see each other, withdraw, and come again after different pauses. */
    private static final int MIN_RETRY_MS = 20;
    private static final int MAX_RETRY_MS = 80;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC_NONBLOCK = 1 | 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int BACKLOG = 64;
    private static final int EADDRINUSE = 98;

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
            String name = PREFIX + "/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
            int fd = show(name);
            if (fd >= 0) {
                Optional<UnixSockets.Named> other = other(name);
                if (other.isEmpty()) {
                    return new NamespaceLock(fd);
                }
                Libc.close(fd);
                if (System.nanoTime() - start > timeout.toNanos()) {
                    throw new IOException("another ddmd already programs the routes of this network namespace: "
                            + process(other.get()) + "; stop it first, or start this one with --dataplane none");
                }
            }
            pause();
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }

    /** The descriptor of the socket, or -1 if the name is taken. */
    private static int show(String name) throws NetlinkException {
        int fd = socket();
        try (Arena arena = Arena.ofConfined()) {
            int bound = Libc.bind(fd, address(arena, name));
            // Listening, it shows its process to whoever connects.
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

    /** Another data plane of root or our own user. */
    private static Optional<UnixSockets.Named> other(String ours) {
        try {
            int self = Libc.geteuid();
            return UnixSockets.withPrefix(PREFIX)
                    .stream()
                    .filter(socket -> !socket.name().equals(ours) && (socket.uid() == 0 || socket.uid() == self))
                    .findFirst();
        } catch (NetlinkException e) {
            LOG.warn("data plane: the kernel cannot list unix sockets ({}), so a second ddmd in this network namespace"
                    + " would not be noticed; load the module unix_diag", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whose socket it is, in words. */
    private static String process(UnixSockets.Named holder) throws NetlinkException {
        int fd = socket();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(UCRED_BYTES, Integer.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, UCRED_BYTES);
            boolean known = Libc.connect(fd, address(arena, holder.name())) == 0
                    && Libc.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) == 0;
            int pid = known ? credentials.get(ValueLayout.JAVA_INT, 0) : -1;
            return switch (pid) {
                case -1 -> "a process of user " + holder.uid();
                case 0 -> "a process of another pid namespace";
                default -> "process " + pid + command(pid);
            };
        } finally {
            Libc.close(fd);
        }
    }

    private static String command(int pid) {
        try {
            return " (" + Files.readString(Path.of("/proc/" + pid + "/comm")).strip() + ")";
        } catch (IOException _) {
            return "";
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
    private static MemorySegment address(Arena arena, String name) {
        byte[] path = ("\0" + name).getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment address = arena.allocate(Short.BYTES + path.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        return address;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(MIN_RETRY_MS, MAX_RETRY_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another data plane to end", e);
        }
    }
}
