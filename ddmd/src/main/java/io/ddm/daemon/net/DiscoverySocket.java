package io.ddm.daemon.net;

import io.ddm.api.wire.DiscoveryCodec;
import io.ddm.api.wire.DiscoveryPacket;
import io.ddm.api.wire.MalformedPacketException;
import io.ddm.daemon.observe.PacedLog;
import io.ddm.fsm.Event;
import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.peer.PeerIdentity;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery on one interface: a channel bound to {@code ff02::dd} that hears solicitations, and one bound to our
 * link-local address that sends everything and hears advertisements. Each is read by a virtual thread.
 */
final class DiscoverySocket implements AutoCloseable {

    /** UDP port of discovery. */
    static final int PORT = 3549;

    /** Where solicitations go. */
    static final Ipv6Address GROUP = Ipv6Address.parse("ff02::dd");

    private static final Logger LOG = LoggerFactory.getLogger(DiscoverySocket.class);
    private static final PacedLog PACED = new PacedLog(LOG);

    /** More than the longest packet, 4 + 255 bytes. */
    private static final int BUFFER_BYTES = 512;

    /** A failing receive is tried again after this long, in ms, instead of spinning. */
    private static final int RECEIVE_PAUSE_MS = 100;

    private final String name;
    private final int index;
    private final RouterConfig self;
    private final RateLimit rate;
    private final Consumer<Event> events;
    private final NetObserver observer;
    private final DatagramChannel multicast;
    private final DatagramChannel unicast;

    /**
     * @throws IOException if a channel cannot be bound, as while the address is tentative or the port is taken
     */
    DiscoverySocket(String name, int index, Ipv6Address address, NetConfig config, Consumer<Event> events,
            NetObserver observer) throws IOException {
        this.name = name;
        this.index = index;
        this.self = config.self();
        this.rate = new RateLimit(config.limits().packetsPerSecond());
        this.events = events;
        this.observer = observer;
        NetworkInterface networkInterface = NetworkInterface.getByIndex(index);
        if (networkInterface == null) {
            throw new IOException("there is no interface with index " + index);
        }
        this.multicast = open(networkInterface);
        try {
            this.unicast = open(networkInterface);
        } catch (IOException e) {
            multicast.close();
            throw e;
        }
        try {
            multicast.bind(LinkLocal.socketAddress(GROUP, index, PORT));
            multicast.join(LinkLocal.inetAddress(GROUP, index), networkInterface);
            unicast.bind(LinkLocal.socketAddress(address, index, PORT));
        } catch (IOException e) {
            close();
            throw e;
        }
        Thread.ofVirtual().name("discovery-" + name + "-multicast").start(() -> receive(multicast));
        Thread.ofVirtual().name("discovery-" + name + "-unicast").start(() -> receive(unicast));
    }

    /** Asks whoever is on the link to answer. */
    void solicit() {
        send(true, GROUP);
    }

    /** Answers a solicitation. */
    void advertise(Ipv6Address to) {
        send(false, to);
    }

    @Override
    public void close() {
        for (DatagramChannel channel : new DatagramChannel[]{multicast, unicast}) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{}: closing discovery: {}", name, e.getMessage());
            }
        }
    }

    private static DatagramChannel open(NetworkInterface networkInterface) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
        return channel;
    }

    private void send(boolean solicit, Ipv6Address to) {
        byte[] packet = DiscoveryCodec.encode(
                new DiscoveryPacket(self.version(), solicit, !solicit, self.kind(), self.id()));
        try {
            unicast.send(ByteBuffer.wrap(packet), LinkLocal.socketAddress(to, index, PORT));
        } catch (IOException e) {
            // One lost packet is what discovery is made for; a link that is gone is told by the link monitor.
            observer.sendFailed(name);
            LOG.debug("{}: cannot send to {}: {}", name, to, e.getMessage());
        }
    }

    private void receive(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                SocketAddress source = channel.receive(buffer);
                if (source instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address sender) {
                    byte[] packet = new byte[buffer.flip().remaining()];
                    buffer.get(packet);
                    received(LinkLocal.of(sender), packet);
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("{}: discovery cannot receive: {}", name, e.getMessage());
                    pause();
                }
            }
        }
    }

    private void received(Ipv6Address source, byte[] packet) {
        if (!source.isLinkLocal()) {
            observer.packetDropped(name, "not link-local");
            return;
        }
        if (!rate.pass()) {
            observer.packetDropped(name, "too many");
            PACED.warn(name, name + ": more discovery packets than --max-packets allows are dropped, this one from "
                    + source);
            return;
        }
        try {
            DiscoveryPacket decoded = DiscoveryCodec.decode(packet);
            PeerIdentity sender = new PeerIdentity(source, decoded.sender(), decoded.kind(), decoded.version());
            events.accept(new Event.PacketReceived(name, sender, decoded.solicit(), decoded.advertise()));
        } catch (MalformedPacketException e) {
            observer.packetDropped(name, e.reason().name().toLowerCase(Locale.ROOT));
            LOG.debug("{}: dropped a packet from {}: {}", name, source, e.getMessage());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECEIVE_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
