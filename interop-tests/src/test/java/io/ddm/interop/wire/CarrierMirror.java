package io.ddm.interop.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Takes the carrier of an end when the other end goes down, and gives it back, as the kernel does for veth. What the
 * kernel says of links only wakes it: the devices themselves say whether they are up.
 */
final class CarrierMirror {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final int RTMGRP_LINK = 1;
    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Collection<Wire> wires;
    private final List<Integer> sockets;

    /** @param sockets one of {@link #listen} in the namespace of each end */
    CarrierMirror(Collection<Wire> wires, Collection<Integer> sockets) {
        this.wires = wires;
        this.sockets = List.copyOf(sockets);
    }

    /** A socket that hears of the links in a namespace. */
    static int listen(Path namespace) throws IOException, InterruptedException {
        return Node.inside(namespace, () -> {
            int socket = Libc.socket(AF_NETLINK, SOCK_RAW_NONBLOCK_CLOEXEC, 0);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(SOCKADDR_NL_BYTES, 4);
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
                address.set(ValueLayout.JAVA_INT, 8, RTMGRP_LINK);
                Libc.bind(socket, address);
            }
            return socket;
        });
    }

    /** Runs until the process ends. */
    void run() {
        try (Arena arena = Arena.ofConfined()) {
            PollSet changes = new PollSet(arena, sockets.size());
            sockets.forEach(socket -> changes.add(socket, PollSet.POLLIN));
            long buffer = arena.allocate(BUFFER_BYTES).address();
            while (true) {
                for (Wire wire : wires) {
                    wire.mirrorCarrier();
                }
                changes.poll(Long.MAX_VALUE);
                for (int socket : sockets) {
                    // An overrun is reported once, as an error, and what was missed is looked at all the same.
                    while (Libc.read(socket, buffer, BUFFER_BYTES) > 0) {
                        // Until all is read.
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
