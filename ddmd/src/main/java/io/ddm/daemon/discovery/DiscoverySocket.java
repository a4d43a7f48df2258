package io.ddm.daemon.discovery;

import io.ddm.api.wire.DiscoveryCodec;
import io.ddm.api.wire.DiscoveryPacket;
import io.ddm.api.wire.MalformedPacketException;
import io.ddm.daemon.log.RateLimitedLog;
import io.ddm.daemon.net.LinkLocal;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery on one interface: a channel bound to {@code ff02::dd} that receives solicitations, and one bound to our
 * link-local address that sends all packets and receives advertisements. A virtual thread reads each channel, and a
 * third one sends, so that no caller waits for a link.
 */
public final class DiscoverySocket implements Discovery {

    /** UDP port of discovery. */
    static final int PORT = 3549;

    /** Destination of solicitations. */
    static final Ipv6Address GROUP = Ipv6Address.parse("ff02::dd");

    private static final Logger LOG = LoggerFactory.getLogger("ddm.discovery");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    /** More than the longest packet, which has 4 + 255 bytes. */
    private static final int BUFFER_BYTES = 512;

    /**
     * Room for some hundred packets of 832 bytes of kernel memory each: several times what {@link PacketBudget} lets
     * wait.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    /** Pause after a failed receive. */
    private static final int RECEIVE_PAUSE_MS = 100;

    private final String name;
    private final int index;
    private final RouterConfig self;
    private final PacketBudget budget;
    private final Consumer<Event> events;
    private final NetObserver observer;
    private final DatagramChannel multicast;
    private final DatagramChannel unicast;
    private final DiscoverySender sender;

    /**
     * @param self what its packets say
     * @param packetsPerSecond how many packets of the peer are read, and of all others together
     * @throws IOException if a channel cannot be bound, as while the address is tentative or the port is taken
     */
    public DiscoverySocket(String name, int index, Ipv6Address address, RouterConfig self, int packetsPerSecond,
            Consumer<Event> events, NetObserver observer) throws IOException {
        this.name = name;
        this.index = index;
        this.self = self;
        this.budget = new PacketBudget(packetsPerSecond, System::nanoTime);
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
            unicast.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            unicast.bind(LinkLocal.socketAddress(address, index, PORT));
        } catch (IOException e) {
            closeChannels();
            throw e;
        }
        this.sender = new DiscoverySender(name, unicast, observer);
        Thread.ofVirtual().name("discovery-" + name + "-multicast").start(() -> receive(multicast));
        Thread.ofVirtual().name("discovery-" + name + "-unicast").start(() -> receive(unicast));
    }

    @Override
    public void peer(Ipv6Address address) {
        budget.peer(address);
    }

    @Override
    public void solicit() {
        send(true, GROUP);
    }

    @Override
    public void advertise(Ipv6Address to) {
        send(false, to);
    }

    @Override
    public void close() {
        sender.close();
        closeChannels();
    }

    private void closeChannels() {
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
        byte[] packet = DiscoveryCodec
                .encode(new DiscoveryPacket(self.version(), solicit, !solicit, self.kind(), self.id()));
        sender.send(packet, LinkLocal.socketAddress(to, index, PORT));
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
            } catch (RejectedExecutionException e) {
                // The event loop has ended, and so does this process.
                return;
            } catch (IOException e) {
                if (channel.isOpen()) {
                    PACED.warn(name + " receive", name + ": discovery cannot receive: " + e.getMessage());
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
        if (!budget.passes(source)) {
            observer.packetDropped(name, "too many");
            PACED.warn(name,
                    name + ": dropping discovery packets above --max-packets, this one from " + source);
            return;
        }
        if (LOG.isTraceEnabled()) {
            LOG.trace("{}: {} bytes from {}: {}", name, packet.length, source, HexFormat.of().formatHex(packet));
        }
        try {
            DiscoveryPacket decoded = DiscoveryCodec.decode(packet);
            Optional<String> rejection = decoded.solicit() ? budget.rejectsSolicitation(source) : Optional.empty();
            if (rejection.isPresent()) {
                observer.packetDropped(name, rejection.get());
                LOG.debug("{}: dropped a solicitation from {}: {}", name, source, rejection.get());
                if (!decoded.advertise()) {
                    return;
                }
            }
            PeerIdentity identity = new PeerIdentity(source, decoded.sender(), decoded.kind(), decoded.version());
            events.accept(new Event.PacketReceived(name, identity, decoded.solicit() && rejection.isEmpty(),
                    decoded.advertise()));
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
