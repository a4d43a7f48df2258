package io.ddm.daemon.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Ipv6Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A neighbor that answers echo requests as a test wants it, or not, at the far end of a cable. The kernel's own answers
 * are off in its namespace from when it is opened.
 */
public final class EchoPeer implements AutoCloseable {

    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTOIFINDEX = 62;
    private static final byte REQUEST = (byte) 128;
    private static final byte REPLY = (byte) 129;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(2048, 8);
    private final int index;
    private final int fd;

    private EchoPeer(int index, Ipv6Address address) {
        this.index = index;
        fd = Libc.socket(AF_INET6, SOCK_RAW_CLOEXEC_NONBLOCK, IPPROTO_ICMPV6);
        assertThat(fd).as("raw socket").isNotNegative();
        assertThat(Libc.setsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, index)).isZero();
        assertThat(Libc.bind(fd, socketAddress(address))).isZero();
    }

    /** Opens one at an end of a cable, for an address that it has. */
    public static EchoPeer open(Namespace namespace, int index, Ipv6Address address) {
        namespace.execute("sysctl -qw net.ipv6.icmp.echo_ignore_all=1");
        return new EchoPeer(index, address);
    }

    /** The next request. */
    public byte[] request() {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end) {
            int length = Libc.recv(fd, buffer, 0);
            if (length > 0 && buffer.get(ValueLayout.JAVA_BYTE, 0) == REQUEST) {
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
        }
        throw new AssertionError("no request came");
    }

    /** The reply to a request. */
    public static ByteBuffer reply(byte[] request) {
        return ByteBuffer.wrap(request.clone()).put(0, REPLY);
    }

    /** Sends a packet; the kernel computes the checksum. */
    public void send(byte[] packet, Ipv6Address to) {
        MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
        assertThat(Libc.connect(fd, socketAddress(to))).isZero();
        assertThat(Libc.send(fd, buffer.asSlice(0, packet.length), 0)).isEqualTo(packet.length);
    }

    @Override
    public void close() {
        Libc.close(fd);
        arena.close();
    }

    private MemorySegment socketAddress(Ipv6Address address) {
        MemorySegment name = arena.allocate(EchoOptions.ADDRESS_BYTES, 4);
        EchoOptions.write(name, address, index);
        assertThat(name.get(ValueLayout.JAVA_SHORT, 0)).isEqualTo((short) AF_INET6);
        return name;
    }
}
