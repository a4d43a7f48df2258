package io.ddm.interop.bench.delay;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered packets of many flows in turn, each from a port of its own, and keeps when. Runs on a node until the
 * end of its input; then it writes the times and says how many packets it sent.
 */
public final class Sender {

    /** Packets that are due within so long leave together, since a wake-up costs more than a packet. */
    private static final long TICK_NANOS = 1_000_000;

    private static final int PAYLOAD_BYTES = 100;

    private final DatagramChannel[] flows;
    private final InetSocketAddress to;
    private final long interval;
    private final long[] sentAt;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(PAYLOAD_BYTES);

    private Sender(InetAddress from, InetSocketAddress to, int flows, int perSecond, int seconds) throws IOException {
        this.flows = new DatagramChannel[flows];
        for (int i = 0; i < flows; i++) {
            // Not connected: the kernel then chooses a path for each packet, as for those that it forwards.
            this.flows[i] = DatagramChannel.open(StandardProtocolFamily.INET6).bind(new InetSocketAddress(from, 0));
        }
        this.to = to;
        this.interval = 1_000_000_000L / ((long) flows * perSecond);
        this.sentAt = new long[flows * perSecond * seconds];
    }

    /**
     * Sends.
     *
     * @param args source, destination, port, flows, packets a second of each, for how many seconds there is room, the
     *     file for the times
     */
    public static void main(String... args) throws IOException {
        Sender sender = new Sender(InetAddress.getByName(args[0]),
                new InetSocketAddress(Inet6Address.getByName(args[1]), Integer.parseInt(args[2])),
                Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        NodeProcess.take();
        Thread end = NodeProcess.endOfInput();
        System.out.println("ready");
        int sent = sender.send(end);
        Trace.write(Path.of(args[6]), sender.sentAt, sent);
        System.out.println(sent);
    }

    private int send(Thread end) {
        long began = System.nanoTime();
        int number = 0;
        while (end.isAlive() && number < sentAt.length) {
            long now = System.nanoTime();
            while (number < sentAt.length && began + number * interval <= now) {
                send(number);
                number++;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        return number;
    }

    private void send(int number) {
        packet.clear().putInt(0, number);
        sentAt[number] = NodeProcess.wallNanos();
        try {
            flows[number % flows.length].send(packet, to);
        } catch (IOException e) {
            // No route: lost, as the receiver will find out.
        }
    }
}
