package io.ddm.interop.bench.delay;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Receives what a {@link Sender} sends, and keeps of each packet when and by which interface it came. Runs on a node
 * until the end of its input; then it writes that.
 */
public final class Receiver {

    private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    /** What is still on its way at the end. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long PAUSE_NANOS = 2_000_000;

    private Receiver() {}

    /**
     * Receives.
     *
     * @param args address, port, for how many packets there is room, the file
     */
    public static void main(String... args) throws IOException {
        Datagrams socket = new Datagrams((Inet6Address) Inet6Address.getByName(args[0]), Integer.parseInt(args[1]));
        // Of each packet the time, whose last bits say by which interface it came.
        long[] received = new long[Integer.parseInt(args[2])];
        NodeProcess.take();
        Thread end = NodeProcess.endOfInput();
        System.out.println("ready");
        int most = 0;
        long endedAt = Long.MAX_VALUE;
        while (System.nanoTime() < endedAt) {
            if (endedAt == Long.MAX_VALUE && !end.isAlive()) {
                endedAt = System.nanoTime() + REST_NANOS;
            }
            // The kernel says when each came, so there is no hurry; a wake-up costs more than a packet.
            LockSupport.parkNanos(PAUSE_NANOS);
            while (socket.poll() >= NUMBER.byteSize()) {
                int number = socket.data().get(NUMBER, 0);
                if (number >= 0 && number < received.length && received[number] == 0) {
                    received[number] = Trace.arrival(socket.receivedAt(), socket.interfaceIndex());
                    most = Math.max(most, number + 1);
                }
            }
        }
        Trace.write(Path.of(args[3]), received, most);
        System.out.println(most);
    }
}
