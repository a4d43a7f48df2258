package io.ddm.daemon.discovery;

import io.ddm.daemon.net.NetObserver;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the packets of one link in order, on a virtual thread of its own: a full socket buffer (stalled transmit queue,
 * unresolved neighbors) delays only this link. Packets above the queue's capacity are dropped and counted.
 */
final class DiscoverySender implements AutoCloseable {

    /** Bound on waiting packets. A link sends about ten a second; older ones are useless. */
    static final int CAPACITY = 32;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.discovery");

    private record Packet(ByteBuffer bytes, SocketAddress to) {}

    private final String name;
    private final DatagramChannel channel;
    private final NetObserver observer;
    private final BlockingQueue<Packet> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread;

    /**
     * @param channel its owner closes this sender first
     */
    DiscoverySender(String name, DatagramChannel channel, NetObserver observer) {
        this.name = name;
        this.channel = channel;
        this.observer = observer;
        this.thread = Thread.ofVirtual().name("discovery-" + name + "-send").start(this::run);
    }

    /** Queues a packet, or drops it if the queue is full. Never blocks. */
    void send(byte[] packet, SocketAddress to) {
        if (!queue.offer(new Packet(ByteBuffer.wrap(packet), to))) {
            observer.packetDropped(name, "send queue full");
        }
    }

    /** Drops waiting packets; closes the channel if a packet is being sent. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (channel.isOpen()) {
                Packet packet = queue.take();
                try {
                    channel.send(packet.bytes, packet.to);
                } catch (IOException e) {
                    // Discovery tolerates packet loss; the link monitor reports a link that is gone.
                    observer.sendFailed(name);
                    LOG.debug("{}: cannot send to {}: {}", name, packet.to, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
