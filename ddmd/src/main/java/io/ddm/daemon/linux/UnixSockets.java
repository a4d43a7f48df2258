package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unix sockets: those of a network namespace and their owners, as the kernel lists them (sock_diag, {@code unix_diag}),
 * and datagrams to one of them, which the JDK cannot send.
 */
public final class UnixSockets {

    /**
     * A socket with an abstract name.
     *
     * @param name without the zero byte before it, one character a byte
     * @param uid the user that made it, as seen in our user namespace
     */
    public record Named(String name, int uid) {}

    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_UNIX = 1;
    private static final int ALL_STATES = -1;
    private static final int UDIAG_SHOW_NAME = 0x01;
    private static final int UDIAG_SHOW_UID = 0x40;
    private static final int UNIX_DIAG_NAME = 0;
    private static final int UNIX_DIAG_UID = 7;
    /** {@code struct unix_diag_msg}. */
    private static final int FIXED_BYTES = 16;

    /** {@code sun_path} of {@code struct sockaddr_un}. */
    public static final int MAX_NAME_BYTES = 108;

    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int NANOS_PER_MICRO = 1000;

    private UnixSockets() {}

    /**
     * Sends one datagram, by a socket of its own.
     *
     * @param name of the receiver's socket, as in {@code sun_path} without a zero byte at its end: a path, or a zero
     *     byte and an abstract name; at most {@link #MAX_NAME_BYTES} bytes
     * @param wait how long to wait for room in the receiver's queue, in microseconds; zero not to wait
     * @return 0 or the negative error number; {@code -EAGAIN} if there was no room
     */
    public static int send(byte[] name, byte[] message, Duration wait) {
        int fd = Libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + name.length, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
            MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, wait.toSeconds(),
                    wait.toNanosPart() / NANOS_PER_MICRO);
            Libc.setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, limit);
            int connected = Libc.connect(fd, address);
            if (connected < 0) {
                return connected;
            }
            int sent = Libc.send(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, message),
                    wait.isZero() ? MSG_NOSIGNAL | MSG_DONTWAIT : MSG_NOSIGNAL);
            return Math.min(sent, 0);
        } finally {
            Libc.close(fd);
        }
    }

    /**
     * The sockets of the calling thread's network namespace whose abstract name begins with the prefix. The kernel
     * lists them: no owner has to accept, listen or answer.
     *
     * @throws NetlinkException if the kernel cannot list them (it has no {@code unix_diag})
     */
    public static List<Named> withPrefix(String prefix) throws NetlinkException {
        try (NetlinkRequests requests = new NetlinkRequests(Netlink.openSocketDiagnostics(), () -> {})) {
            return requests.dump((out, lines) -> out.begin(SOCK_DIAG_BY_FAMILY, MessageWriter.DUMP)
                    .int8(AF_UNIX)
                    .int8(0)
                    .int16(0)
                    .int32(ALL_STATES)
                    .int32(0)
                    .int32(UDIAG_SHOW_NAME | UDIAG_SHOW_UID)
                    .int32(0)
                    .int32(0), message -> named(message, prefix));
        }
    }

    private static @Nullable Named named(NetlinkMessage message, String prefix) throws MalformedMessageException {
        if (message.type() != SOCK_DIAG_BY_FAMILY) {
            return null;
        }
        String name = "";
        int uid = -1;
        Attributes attributes = message.attributes(FIXED_BYTES);
        while (attributes.next()) {
            if (attributes.type() == UNIX_DIAG_NAME) {
                name = new String(attributes.value(), StandardCharsets.ISO_8859_1);
            } else if (attributes.type() == UNIX_DIAG_UID) {
                uid = attributes.int32();
            }
        }
        return name.startsWith("\0" + prefix) ? new Named(name.substring(1), uid) : null;
    }
}
