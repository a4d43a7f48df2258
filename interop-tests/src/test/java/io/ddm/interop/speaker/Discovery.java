package io.ddm.interop.speaker;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;

/**
 * Discovery on one link. Each solicitation is answered with one advertisement; nothing else is done about it, so that
 * two speakers may need a whole interval to find each other, as two of the reference do.
 */
final class Discovery {

    static final int PORT = 3549;

    private final Link link;
    private final Stage stage;
    private final String id;
    private final int kind;
    private final Consumer<Neighbor> advertised;
    private final DatagramChannel multicast = DatagramChannel.open(StandardProtocolFamily.INET6);
    private final DatagramChannel unicast = DatagramChannel.open(StandardProtocolFamily.INET6);

    Discovery(Link link, Stage stage, String id, int kind, Consumer<Neighbor> advertised) throws IOException {
        this.link = link;
        this.stage = stage;
        this.id = id;
        this.kind = kind;
        this.advertised = advertised;
    }

    /** Begins to listen. */
    void open() throws IOException {
        Inet6Address group = link.scoped("ff02::dd");
        multicast.bind(new InetSocketAddress(group, PORT));
        multicast.join(group, link.device());
        unicast.setOption(StandardSocketOptions.IP_MULTICAST_IF, link.device());
        unicast.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
        unicast.bind(new InetSocketAddress(link.own(), PORT));
        Thread.ofPlatform().start(() -> listen(multicast));
        Thread.ofPlatform().start(() -> listen(unicast));
    }

    void solicit() {
        try {
            send(Packet.SOLICIT, link.scoped("ff02::dd"));
        } catch (IOException e) {
            System.out.println("cannot solicit on " + link.name() + ": " + e);
        }
    }

    private void send(int flags, Inet6Address to) throws IOException {
        unicast.send(ByteBuffer.wrap(new Packet(stage.version(), flags, kind, id).bytes()),
                new InetSocketAddress(to, PORT));
    }

    private void listen(DatagramChannel channel) {
        ByteBuffer in = ByteBuffer.allocate(512);
        while (true) {
            try {
                in.clear();
                Inet6Address from = (Inet6Address) ((InetSocketAddress) channel.receive(in)).getAddress();
                Packet packet = Packet.read(in.flip());
                if (packet.solicits()) {
                    send(Packet.ADVERTISE, from);
                }
                if (packet.advertises()) {
                    advertised.accept(new Neighbor(from, packet));
                }
            } catch (IOException e) {
                System.out.println("discovery on " + link.name() + ": " + e);
            }
        }
    }
}
