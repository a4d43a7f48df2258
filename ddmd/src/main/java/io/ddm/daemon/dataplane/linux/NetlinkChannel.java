package io.ddm.daemon.dataplane.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Datagrams to and from the kernel: a {@link Netlink} socket, or what a test puts in its place. */
interface NetlinkChannel extends AutoCloseable {

    /** The number by which the kernel tells sockets apart, never 0; in notifications of what this socket changed. */
    int portId();

    /** The bytes to send, to be written from position 0. */
    ByteBuffer sendBuffer();

    /** Sends what was written into {@link #sendBuffer()} and clears it. The kernel handles it before this returns. */
    void send() throws NetlinkException;

    /**
     * The next queued datagram, valid until the next call; null if none is queued.
     *
     * @throws NetlinkException with ENOBUFS if notifications were lost; later ones can be received
     */
    @Nullable
    ByteBuffer receive() throws NetlinkException;

    @Override
    void close();
}
