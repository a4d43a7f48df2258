package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How a socket for echo requests is set up: raw or a ping socket, bound to one interface and address, with stamps.
 *
 * @param fd its file descriptor, which its user closes
 * @param isRaw whether it is raw
 * @param identifier that its requests have
 */
record EchoOptions(int fd, boolean isRaw, int identifier) {

    /** {@code struct sockaddr_in6}. */
    static final int ADDRESS_BYTES = 28;

    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int IPPROTO_ICMPV6 = 58;

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_TIMESTAMPING = 37;
    private static final int SO_BINDTOIFINDEX = 62;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int ICMP6_FILTER = 1;
    private static final int ICMP6_FILTER_BYTES = 32;

    /** TX_SOFTWARE, RX_SOFTWARE and SOFTWARE; OPT_CMSG and OPT_TSONLY: no copy of the packet comes with a stamp. */
    private static final int KERNEL_STAMPS = 2 | 8 | 16 | 1024 | 2048;
    /**
     * TX_HARDWARE, RX_HARDWARE and RAW_HARDWARE: the network card's times too, if it stamps packets already. Whether it
     * does is a setting of the whole system (SIOCSHWTSTAMP) and belongs to others, such as ptp4l. OPT_TX_SWHW: they do
     * not replace the kernel's.
     */
    private static final int NIC_STAMPS = 1 | 4 | 64 | 16384;
    private static final int STAMPS = KERNEL_STAMPS | NIC_STAMPS;
    /** OPT_ID: stamps have the number of their request. */
    private static final int NUMBERED = 128;

    /** Room for more than a thousand stamps and replies, of 832 bytes of kernel memory each. */
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;
    private static final int MAX_HOPS = 255;
    private static final int PORT_OFFSET = 2;

    /**
     * Opens a socket.
     *
     * @param identifier for a raw socket; a ping socket gets its own from the kernel
     */
    static EchoOptions open(int interfaceIndex, Ipv6Address address, int identifier) throws NetlinkException {
        int raw = Libc.socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC_NONBLOCK, IPPROTO_ICMPV6);
        if (raw == -Errno.EPERM) {
            return openPing(interfaceIndex, address);
        }
        return setUp(check("echo socket", raw), true, interfaceIndex, address, identifier);
    }

    /** Opens a socket that needs no capability, but permission. */
    static EchoOptions openPing(int interfaceIndex, Ipv6Address address) throws NetlinkException {
        int fd = Libc.socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC_NONBLOCK, IPPROTO_ICMPV6);
        if (fd == -Errno.EACCES) {
            throw new NetlinkException("echo socket: not permitted; run ddmd with CAP_NET_RAW, as root or with"
                    + " AmbientCapabilities=CAP_NET_RAW in its systemd unit, or include its group in"
                    + " net.ipv4.ping_group_range");
        }
        return setUp(check("echo socket", fd), false, interfaceIndex, address, 0);
    }

    private static EchoOptions setUp(int fd, boolean isRaw, int interfaceIndex, Ipv6Address address, int identifier)
            throws NetlinkException {
        try (Arena arena = Arena.ofConfined()) {
            if (isRaw) {
                check("ICMP6_FILTER", Libc.setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, onlyReplies(arena)));
            }
            // By index, since another interface may have taken the name meanwhile.
            check("SO_BINDTOIFINDEX", Libc.setsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, interfaceIndex));
            check("IPV6_UNICAST_HOPS", Libc.setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, MAX_HOPS));
            check("IPV6_RECVPKTINFO", Libc.setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1));
            // FORCE exceeds the system's limit and needs CAP_NET_ADMIN in the first user namespace.
            if (Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES) < 0) {
                check("SO_RCVBUF", Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES));
            }
            MemorySegment socketAddress = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
            write(socketAddress, address, interfaceIndex);
            check("bind to " + address, Libc.bind(fd, socketAddress));
            check("SO_TIMESTAMPING", Libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, STAMPS | NUMBERED));
            return new EchoOptions(fd, isRaw, isRaw ? identifier : port(arena, fd));
        } catch (NetlinkException | RuntimeException | Error e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** The next request that is sent has the number 0. */
    void renumberStamps() {
        // Numbers begin again when the option is set that was not. If that fails, stamps are lost, no probes.
        Libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, STAMPS);
        Libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, STAMPS | NUMBERED);
    }

    /** Writes {@code struct sockaddr_in6}. */
    static void write(MemorySegment to, Ipv6Address address, int interfaceIndex) {
        to.asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_INET6)
                .putShort((short) 0)
                .putInt(0)
                .put(address.toBytes())
                .putInt(interfaceIndex);
    }

    /** {@code struct icmp6_filter}: a set bit blocks. */
    private static MemorySegment onlyReplies(Arena arena) {
        MemorySegment filter = arena.allocate(ICMP6_FILTER_BYTES, Integer.BYTES);
        for (int word = 0; word < ICMP6_FILTER_BYTES / Integer.BYTES; word++) {
            boolean has = word == EchoMessages.ECHO_REPLY / Integer.SIZE;
            filter.setAtIndex(ValueLayout.JAVA_INT, word, has ? ~(1 << EchoMessages.ECHO_REPLY % Integer.SIZE) : -1);
        }
        return filter;
    }

    /** The identifier of a ping socket is its port. */
    private static int port(Arena arena, int fd) throws NetlinkException {
        MemorySegment name = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, ADDRESS_BYTES);
        check("getsockname", Libc.getsockname(fd, name, length));
        return Short.toUnsignedInt(name.asByteBuffer().order(ByteOrder.BIG_ENDIAN).getShort(PORT_OFFSET));
    }

    private static int check(String doing, int result) throws NetlinkException {
        if (result < 0) {
            throw new NetlinkException(doing, -result);
        }
        return result;
    }
}
