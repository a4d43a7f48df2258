package io.ddm.daemon.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Datagrams to and from the kernel: a {@link Netlink} socket, or a fake one in tests. */
public interface NetlinkChannel extends AutoCloseable {

    /**
     * The number that the kernel gave the socket, never 0. It stands in notifications of changes that this socket made.
     */
    int portId();

    /** The bytes to send, to be written from position 0. */
    ByteBuffer sendBuffer();

    /**
     * Sends the content of {@link #sendBuffer()} and clears it. The kernel handles it before this returns.
     *
     * @throws NetlinkException if it cannot be sent
     */
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
