package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A listening unix socket with an abstract name, as a mark that a process is there: each network namespace has its own
 * set of names, and the kernel frees a name when the process ends in whatever way.
 */
public final class AbstractSocket implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC_NONBLOCK = 1 | 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int BACKLOG = 64;

    private final int fd;

    private AbstractSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Takes a name in the network namespace of the calling thread.
     *
     * @param name without the zero byte before it
     * @return empty if the name is taken
     * @throws NetlinkException if there can be no such socket
     */
    public static Optional<AbstractSocket> listen(String name) throws NetlinkException {
        int fd = open();
        try (Arena arena = Arena.ofConfined()) {
            int bound = Libc.bind(fd, address(arena, name));
            // A listening socket shows its process to all that connect.
            int failed = bound < 0 ? bound : Math.min(0, Libc.listen(fd, BACKLOG));
            if (failed == 0) {
                return Optional.of(new AbstractSocket(fd));
            }
            Libc.close(fd);
            if (failed == -Errno.EADDRINUSE) {
                return Optional.empty();
            }
            throw new NetlinkException("unix socket", -failed);
        }
    }

    /**
     * The process that listens under a name: 0 if it is one of another pid namespace, empty if the socket takes no
     * connection now.
     *
     * @throws NetlinkException if there can be no socket to ask with
     */
    public static OptionalInt processOf(String name) throws NetlinkException {
        int fd = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(UCRED_BYTES, Integer.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, UCRED_BYTES);
            boolean known = Libc.connect(fd, address(arena, name)) == 0
                    && Libc.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) == 0;
            return known ? OptionalInt.of(credentials.get(ValueLayout.JAVA_INT, 0)) : OptionalInt.empty();
        } finally {
            Libc.close(fd);
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }

    private static int open() throws NetlinkException {
        int fd = Libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC_NONBLOCK, 0);
        if (fd < 0) {
            throw new NetlinkException("unix socket", -fd);
        }
        return fd;
    }

    /** {@code struct sockaddr_un} without the bytes after the name, since all that are counted belong to it. */
    private static MemorySegment address(Arena arena, String name) {
        byte[] path = ("\0" + name).getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment address = arena.allocate(Short.BYTES + path.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        return address;
    }
}
