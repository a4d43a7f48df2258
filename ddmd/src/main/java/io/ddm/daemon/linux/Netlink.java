package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket with one buffer per direction. Not thread-safe: one thread at a time uses it.
 *
 * <p>It sees the network namespace of the thread that opens it, whatever thread uses it later.
 */
public final class Netlink implements NetlinkChannel {

    /** RTNLGRP_LINK: notifications of interfaces. */
    public static final int GROUP_LINK = 1;
    /** RTNLGRP_IPV6_IFADDR: notifications of IPv6 addresses. */
    public static final int GROUP_IPV6_IFADDR = 9;
    /** RTNLGRP_IPV6_ROUTE: notifications of IPv6 routes. */
    public static final int GROUP_IPV6_ROUTE = 11;
    /** RTNLGRP_NEXTHOP: notifications of nexthop objects and groups. */
    public static final int GROUP_NEXTHOP = 32;

    /** More than the largest datagram the kernel makes of a dump (32 KiB) or of a notification. */
    private static final int RECEIVE_BYTES = 256 * 1024;
    /** Batches beyond 32 KiB are not faster, and their error replies would need a larger socket buffer. */
    private static final int SEND_BYTES = 32 * 1024;
    /** Room for the notifications of some ten thousand routes; it is only used while they wait. */
    private static final int SOCKET_BUFFER_BYTES = 64 * 1024 * 1024;

    /** More datagrams than the socket buffer holds: a reader that has read so many and is not done is too slow. */
    private static final int MAX_DISCARDED = 500_000;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_TRUNC = 0x20;
    private static final int SOCKADDR_NL_BYTES = 12;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment receiveMemory = arena.allocate(RECEIVE_BYTES, 8);
    private final MemorySegment sendMemory = arena.allocate(SEND_BYTES, 8);
    private final ByteBuffer receiveBuffer = receiveMemory.asByteBuffer().order(ByteOrder.nativeOrder());
    private final ByteBuffer sendBuffer = sendMemory.asByteBuffer().order(ByteOrder.nativeOrder());
    private final int fd;
    private final int portId;

    private Netlink(int protocol, int... groups) throws NetlinkException {
        fd = check("netlink socket", Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
        try {
            // FORCE exceeds the system's limit and needs CAP_NET_ADMIN in the first user namespace.
            if (Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, SOCKET_BUFFER_BYTES) < 0) {
                check("SO_RCVBUF", Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, SOCKET_BUFFER_BYTES));
            }
            check("NETLINK_EXT_ACK", Libc.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1));
            check("NETLINK_CAP_ACK", Libc.setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1));
            check("NETLINK_GET_STRICT_CHK", Libc.setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1));
            portId = bind();
            for (int group : groups) {
                check("NETLINK_ADD_MEMBERSHIP", Libc.setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group));
            }
        } catch (NetlinkException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a socket for links, addresses and routes in the network namespace of the calling thread.
     *
     * @param groups the notifications to receive
     * @throws NetlinkException if the kernel rejects it
     */
    public static Netlink open(int... groups) throws NetlinkException {
        return new Netlink(NETLINK_ROUTE, groups);
    }

    /**
     * Opens a socket that answers questions about the sockets in the network namespace of the calling thread.
     *
     * @throws NetlinkException if the kernel rejects it
     */
    static Netlink openSocketDiagnostics() throws NetlinkException {
        return new Netlink(NETLINK_SOCK_DIAG);
    }

    /** The file descriptor. */
    public int fd() {
        return fd;
    }

    @Override
    public int portId() {
        return portId;
    }

    @Override
    public ByteBuffer sendBuffer() {
        return sendBuffer;
    }

    @Override
    public void send() throws NetlinkException {
        MemorySegment bytes = sendMemory.asSlice(0, sendBuffer.position());
        sendBuffer.clear();
        int sent;
        do {
            sent = Libc.send(fd, bytes, 0);
        } while (sent == -Errno.EINTR);
        check("send", sent);
    }

    @Override
    @Nullable
    public ByteBuffer receive() throws NetlinkException {
        int length;
        do {
            length = Libc.recv(fd, receiveMemory, MSG_DONTWAIT | MSG_TRUNC);
        } while (length == -Errno.EINTR);
        if (length == -Errno.EAGAIN) {
            return null;
        }
        check("receive", length);
        if (length > RECEIVE_BYTES) {
            // Truncated, which is the same as lost.
            throw new NetlinkException("receive", Errno.ENOBUFS);
        }
        return receiveBuffer.clear().limit(length);
    }

    /**
     * Discards all queued notifications. To be called after some were lost and before the state is dumped, so that no
     * older notification is applied over the newer dump.
     *
     * @throws NetlinkException if notifications arrive faster than they can be discarded
     */
    public void discardQueued() throws NetlinkException {
        for (int i = 0; i < MAX_DISCARDED; i++) {
            try {
                if (receive() == null) {
                    return;
                }
            } catch (NetlinkException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw e;
                }
            }
        }
        throw new NetlinkException("receive", Errno.ENOBUFS);
    }

    @Override
    public void close() {
        Libc.close(fd);
        arena.close();
    }

    private int bind() throws NetlinkException {
        MemorySegment address = arena.allocate(SOCKADDR_NL_BYTES, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        check("bind", Libc.bind(fd, address));
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SOCKADDR_NL_BYTES);
        check("getsockname", Libc.getsockname(fd, address, length));
        return address.get(ValueLayout.JAVA_INT, 4);
    }

    private static int check(String doing, int result) throws NetlinkException {
        if (result < 0) {
            throw new NetlinkException(doing, -result);
        }
        return result;
    }
}
