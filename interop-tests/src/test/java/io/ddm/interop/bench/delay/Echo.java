package io.ddm.interop.bench.delay;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures round trips as ping does: from before an echo request is sent until the kernel has its reply. Runs on a
 * node; says their mean in microseconds and how many there were.
 */
public final class Echo {

    private static final int WARM_UP = 20_000;
    private static final int COUNT = 250;
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long MAX_NANOS = 2_000_000_000L;
    private static final int BYTES = 64;
    private static final byte REQUEST = (byte) 128;
    private static final byte REPLY = (byte) 129;
    private static final ValueLayout.OfShort NUMBER = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private Echo() {}

    /**
     * Measures.
     *
     * @param args the link-local address, the interface
     */
    public static void main(String... args) throws IOException {
        Datagrams socket = Datagrams.icmp();
        short id = (short) ProcessHandle.current().pid();
        // What is interpreted at first would be measured, too.
        socket.target((Inet6Address) Inet6Address.getByName("::1"), 0);
        measure(socket, id, WARM_UP, 0);
        socket.target((Inet6Address) Inet6Address.getByName(args[0]), NetworkInterface.getByName(args[1]).getIndex());
        System.out.println("ready");
        System.out.println(measure(socket, id, COUNT, PAUSE_NANOS) + " " + COUNT);
    }

    /** The mean in microseconds. */
    private static double measure(Datagrams socket, short id, int count, long pause) throws IOException {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(pause);
            socket.data().fill((byte) 0);
            socket.data().set(ValueLayout.JAVA_BYTE, 0, REQUEST);
            socket.data().set(NUMBER, 4, id);
            socket.data().set(NUMBER, 6, (short) i);
            long sentAt = socket.send(BYTES);
            long until = System.nanoTime() + MAX_NANOS;
            // The kernel gives every ICMPv6 message to this socket, also those of the daemon.
            while (socket.receive() < BYTES || socket.data().get(ValueLayout.JAVA_BYTE, 0) != REPLY
                    || socket.data().get(NUMBER, 4) != id || socket.data().get(NUMBER, 6) != (short) i) {
                if (System.nanoTime() > until) {
                    throw new IOException("echo " + i + " was not answered");
                }
            }
            sum += socket.receivedAt() - sentAt;
        }
        return sum / 1e3 / count;
    }
}
