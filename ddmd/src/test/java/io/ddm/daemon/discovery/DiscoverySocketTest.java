package io.ddm.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.net.LinkLocal;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Discovery on real links, each a cable whose far end is ours too. Events are handled on the test's thread. */
@Tag("namespace")
final class DiscoverySocketTest {

    private static final Ipv6Address NEAR = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("fe80::2");
    private static final Ipv6Address GHOST = Ipv6Address.parse("fe80::bad");

    private static final byte[] SOLICITATION = {2, 1, 0, 2, 's', '1'};

    /** What an answer takes on an idle machine, at most; in each test the fastest must be so. */
    private static final Duration PROMPT = Duration.ofMillis(100);

    /** What it may take beside other tests; a blocked socket takes 3 s. */
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, Integer> dropped = new ConcurrentHashMap<>();
    private Duration fastest = BOUND;

    @Test
    void forgedSolicitationsDelayNoNeighbor() throws Exception {
        Namespace.run(ns -> {
            int far = cable(ns, "d0");
            ns.ip("address add " + GHOST + "/64 dev d0-far nodad");
            try (DiscoverySocket socket = open(ns, "d0");
                    DatagramChannel ghost = sender(GHOST, far, 0);
                    DatagramChannel honest = sender(FAR, far, DiscoverySocket.PORT)) {
                // The kernel goes on sending for a socket whose address is gone.
                ns.ip("address del " + GHOST + "/64 dev d0-far");
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
                for (int sent = 0; System.nanoTime() < end; sent++) {
                    ghost.send(ByteBuffer.wrap(SOLICITATION), LinkLocal.socketAddress(NEAR, far, DiscoverySocket.PORT));
                    answerFor(socket, TimeUnit.SECONDS.toMillis(1) / 180);
                    if (sent % 45 == 44) {
                        assertAnswered(socket, honest, far);
                    }
                }
                assertThat(fastest).isLessThan(PROMPT);
                assertThat(dropped).containsKey("too many solicitations of one source");
                assertThat(ns.ip("-6 neighbor show dev d0")).contains(GHOST.toString());
            }
        });
    }

    @Test
    void stalledTransmitQueueDelaysOnlyItsLink() throws Exception {
        Namespace.run(ns -> {
            cable(ns, "d0");
            int far = cable(ns, "d1");
            ns.execute("tc qdisc add dev d0 root tbf rate 8bit burst 1600 limit 100000000");
            try (DiscoverySocket stalled = open(ns, "d0");
                    DiscoverySocket other = open(ns, "d1");
                    DatagramChannel honest = sender(FAR, far, DiscoverySocket.PORT)) {
                long start = System.nanoTime();
                for (int i = 0; i < 2000; i++) {
                    stalled.solicit();
                    stalled.advertise(FAR);
                    if (i % 50 == 0) {
                        // So slowly that the sender keeps up until the socket's buffer is full.
                        TimeUnit.MILLISECONDS.sleep(2);
                    }
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                assertThat(dropped).containsKey("send queue full");
                assertAnswered(other, honest, far);
                assertThat(fastest).isLessThan(PROMPT);
            }
        });
    }

    @Test
    void manyLinksShareFewCarrierThreads() throws Exception {
        Namespace.run(ns -> {
            List<DiscoverySocket> sockets = new ArrayList<>();
            List<Integer> far = new ArrayList<>();
            for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
                far.add(cable(ns, "d" + i));
                sockets.add(open(ns, "d" + i));
            }
            for (int i = 0; i < sockets.size(); i++) {
                try (DatagramChannel honest = sender(FAR, far.get(i), DiscoverySocket.PORT)) {
                    assertAnswered(sockets.get(i), honest, far.get(i));
                }
            }
            sockets.forEach(DiscoverySocket::close);
        });
    }

    /** A cable with addresses at both ends; returns the index of the far one. */
    private static int cable(Namespace ns, String name) {
        ns.cable(name);
        ns.ip("address add " + NEAR + "/64 dev " + name + " nodad");
        ns.ip("address add " + FAR + "/64 dev " + name + "-far nodad");
        // The JDK lists interfaces without IPv4 addresses in the namespace of the process only.
        ns.ip("address add 10.0.0." + ns.index(name) + "/32 dev " + name);
        ns.ip("address add 10.0.0." + ns.index(name + "-far") + "/32 dev " + name + "-far");
        return ns.index(name + "-far");
    }

    private DiscoverySocket open(Namespace ns, String name) throws IOException {
        RouterConfig self = RouterConfig.of(new RouterId("t1"), RouterKind.TRANSIT);
        int packetsPerSecond = NetLimits.DEFAULT.packetsPerSecond();
        return new DiscoverySocket(name, ns.index(name), NEAR, self, packetsPerSecond, events::add, new NetObserver() {
            @Override
            public void packetDropped(String interfaceName, String cause) {
                dropped.merge(cause, 1, Integer::sum);
            }

            @Override
            public void sendFailed(String interfaceName) {
                dropped.merge("send failed", 1, Integer::sum);
            }

            @Override
            public void requestRefused(String interfaceName, String cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void replyRefused(String interfaceName, String cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void entriesSkipped(String interfaceName, int count) {
                throw new AssertionError("no exchange here");
            }
        });
    }

    private static DatagramChannel sender(Ipv6Address address, int index, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByIndex(index));
        channel.bind(LinkLocal.socketAddress(address, index, port));
        channel.configureBlocking(false);
        return channel;
    }

    /** Does what the router does, for a time in ms. */
    private void answerFor(DiscoverySocket socket, long time) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            @Nullable
            Event event = events.poll(left, TimeUnit.NANOSECONDS);
            if (event instanceof Event.PacketReceived packet && packet.solicit()) {
                long start = System.nanoTime();
                socket.advertise(packet.sender().address());
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("an advertisement to %s", packet.sender().address())
                        .isLessThan(BOUND);
            }
        }
    }

    private void assertAnswered(DiscoverySocket socket, DatagramChannel honest, int far) throws Exception {
        ByteBuffer answer = ByteBuffer.allocate(512);
        while (honest.receive(answer) != null) {
            answer.clear();
        }
        honest.send(ByteBuffer.wrap(SOLICITATION),
                LinkLocal.socketAddress(DiscoverySocket.GROUP, far, DiscoverySocket.PORT));
        long start = System.nanoTime();
        while (honest.receive(answer) == null) {
            answerFor(socket, 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as("the answer; dropped: %s", dropped)
                    .isLessThan(BOUND);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        fastest = took.compareTo(fastest) < 0 ? took : fastest;
        assertThat(answer.get(1)).as("an advertisement").isEqualTo((byte) 2);
    }
}
