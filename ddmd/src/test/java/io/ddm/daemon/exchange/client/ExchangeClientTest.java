package io.ddm.daemon.exchange.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.HopRoom;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeFixtures;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our side of an exchange with peers of all kinds. */
final class ExchangeClientTest {

    private static final Duration TIMEOUT = Duration.ofMillis(1500);
    private static final PeerCapabilities ROOMY = new PeerCapabilities(1 << 20, true, "a");
    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("::1"), new RouterId("t1"),
            RouterKind.TRANSIT, ProtocolVersion.V3);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final InetAddress loopback = InetAddress.ofLiteral("::1");
    private ServerSocket peer;
    private ExchangeResources resources;

    /** What a peer does with a connection whose request it has read. */
    private interface Peer {
        void answer(OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        peer = new ServerSocket();
        peer.setSoTimeout(10_000);
        resources = new ExchangeResources(ExchangeFixtures.config(100_000), Runnable::run);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    @Test
    void pullsATable() throws Exception {
        ExchangeClient client = client(out -> out.write(reply(200, "{\"underlay\":[{\"destination\":\"fd00:b::/64\","
                + "\"path\":[\"a-router-with-a-long-name\"]}],\"tunnel\":null}")));
        client.pull(Optional.empty());
        assertThat(next()).isInstanceOfSatisfying(Event.PullCompleted.class,
                pulled -> assertThat(pulled.table()).hasSize(1));
        assertThat(resources.hopRoom()).as("what was not taken in does not count").isEqualTo(HopRoom.LEAST);
        resources.expectIds(() -> 25);
        assertThat(resources.hopRoom()).isEqualTo(new HopRoom(25));
        resources.expectIds(() -> 0);
        assertThat(resources.hopRoom()).as("and not for ever").isEqualTo(HopRoom.LEAST);
    }

    @Test
    void readsChunksAndSkipsInformationalReplies() throws Exception {
        ExchangeClient client = client(out -> out.write("""
                HTTP/1.1 100 Continue\r
                \r
                HTTP/1.1 200 OK\r
                transfer-encoding: chunked\r
                \r
                1c;x=y\r
                {"underlay":null,"tunnel":nu\r
                3\r
                ll}\r
                0\r
                trailer: x\r
                \r
                """.getBytes(UTF_8)));
        client.pull(Optional.empty());
        assertThat(next()).isInstanceOf(Event.PullCompleted.class);
    }

    @Test
    void sendsAllBodiesOnOneConnection() throws Exception {
        ExchangeClient client = client(out -> out.write(reply(204, "")));
        client.push(ExchangeFixtures.update(100), PeerCapabilities.NONE);
        assertThat(next()).isInstanceOf(Event.PushCompleted.class);
        assertThat(accepted).hasValue(1);
    }

    /** It says that the peer did nothing. */
    @Test
    void notModifiedAcknowledgesNoPush() throws Exception {
        ExchangeClient client = client(out -> out.write(reply(304, "")));
        client.push(ExchangeFixtures.update(1), PeerCapabilities.NONE);
        assertThat(next()).isInstanceOfSatisfying(Event.PushFailed.class,
                failed -> assertThat(failed.reason()).contains("304"));
    }

    @Test
    void readsBoundedPartOfErrors() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        ExchangeClient client = client(out -> {
            out.write("HTTP/1.1 500 Internal Server Error\r\n\r\n".getBytes(UTF_8));
            while (true) {
                out.write(new byte[1024]);
                sent.addAndGet(1024);
            }
        });
        client.pull(Optional.empty());
        assertThat(next()).isInstanceOf(Event.PullFailed.class);
        assertThat(sent.get()).as("what fits into buffers of the kernel").isLessThan(20_000_000);
    }

    @Test
    void rejectsEndlessHead() throws Exception {
        ExchangeClient client = client(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
            while (true) {
                out.write("x: y\r\n".getBytes(UTF_8));
            }
        });
        client.pull(Optional.empty());
        assertThat(failure()).isEqualTo("the head of the reply is larger than 16384 bytes");
    }

    @Test
    void rejectsTablesAboveThePrefixLimit() throws Exception {
        resources = new ExchangeResources(ExchangeFixtures.config(100), Runnable::run);
        assertThat(resources.maxTableBytes()).isEqualTo(1024 * 1024 + 25_600);
        ExchangeClient promising = client(
                out -> out.write("HTTP/1.1 200 OK\r\ncontent-length: 62600000\r\n\r\n{".getBytes(UTF_8)));
        promising.pull(Optional.empty());
        assertThat(failure()).isEqualTo("the reply is larger than 1074176 bytes");
    }

    @Test
    void timesOutSlowReplies() throws Exception {
        ExchangeClient client = client(out -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".getBytes(UTF_8));
            while (true) {
                out.write(' ');
                sleep(20);
            }
        });
        client.pull(Optional.empty());
        assertThat(failure()).isEqualTo("no complete reply within 1500 ms");
    }

    @Test
    void rejectsReplyWhileMemoryIsExhausted() throws Exception {
        BodyBudget budget = new BodyBudget(4 << 20);
        resources = new ExchangeResources(ExchangeFixtures.config(100_000), Runnable::run, budget);
        List<BodyBudget.Lease> others = ExchangeFixtures.fill(budget, 4 << 20);
        byte[] spaces = " ".repeat(600 * 1024).getBytes(UTF_8);
        Peer large = out -> {
            out.write(("HTTP/1.1 200 OK\r\ncontent-length: " + (spaces.length + 2) + "\r\n\r\n{}").getBytes(UTF_8));
            out.write(spaces);
        };
        ExchangeClient client = client(large);
        client.pull(Optional.empty());
        assertThat(failure()).isEqualTo("the memory for bodies of neighbors is exhausted");
        others.forEach(BodyBudget.Lease::close);
        client.pull(Optional.empty());
        assertThat(next()).isInstanceOf(Event.PullCompleted.class);
    }

    /** As after a link was silent: the peer reads only when we have long said something else. */
    @Test
    void abortedRequestsDoNotArriveLater() throws Exception {
        // So little that most of the body waits on our side.
        peer.setReceiveBufferSize(1024);
        peer.bind(new InetSocketAddress(loopback, 0));
        ExchangeClient client = client();
        client.push(ExchangeFixtures.update(20_000), ROOMY);
        try (Socket connection = peer.accept()) {
            Awaitility.await().until(() -> connection.getInputStream().available() > 0);
            client.close();
            assertThat(next()).isInstanceOf(Event.PushFailed.class);
            int whole = ExchangeCodec.of(ProtocolVersion.V3)
                    .encodeUpdate(ExchangeFixtures.update(20_000), ROOMY)
                    .bodies()
                    .getFirst().length;
            assertThat(arrived(connection)).isLessThan(whole);
        }
    }

    @Test
    void closeAbortsConnectionAttempts() throws Exception {
        // A listener whose queue is full: the kernel answers no more connection attempts.
        peer.bind(new InetSocketAddress(loopback, 0), 1);
        List<SocketChannel> queue = IntStream.range(0, 8).mapToObj(i -> connecting()).toList();
        long before = synSent();
        ExchangeClient client = client();
        client.pull(Optional.empty());
        client.push(ExchangeFixtures.update(1), PeerCapabilities.NONE);
        Awaitility.await().until(() -> synSent() == before + 1);
        client.close();
        Awaitility.await().atMost(Duration.ofMillis(900)).until(() -> synSent() == before);
        assertThat(List.of(next(), next())).hasOnlyElementsOfTypes(Event.PullFailed.class, Event.PushFailed.class);
        for (SocketChannel socket : queue) {
            socket.close();
        }
    }

    /** Has begun to connect when it returns, so that it is counted before and after alike. */
    private SocketChannel connecting() {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(peer.getLocalSocketAddress());
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections to the peer's port that are being established. */
    private long synSent() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X 02 ", peer.getLocalPort());
        return Files.readAllLines(Path.of("/proc/net/tcp6")).stream().filter(line -> line.contains(port)).count();
    }

    private ExchangeClient client(Peer behavior) throws IOException {
        peer.bind(new InetSocketAddress(loopback, 0));
        Thread.ofVirtual().start(() -> {
            while (!peer.isClosed()) {
                try {
                    Socket connection = peer.accept();
                    accepted.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(connection, behavior));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return client();
    }

    private static void serve(Socket connection, Peer behavior) {
        try (connection) {
            while (readRequest(connection.getInputStream())) {
                behavior.answer(connection.getOutputStream());
                connection.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    private ExchangeClient client() {
        InetSocketAddress here = new InetSocketAddress(loopback, 0);
        PeerRequests requests = new PeerRequests(here, new InetSocketAddress(loopback, peer.getLocalPort()), "[::1]",
                TIMEOUT, new ReentrantLock());
        ExchangeConfig config = new ExchangeConfig(ROOMY, NetLimits.DEFAULT, 0, TIMEOUT,
                LinkAddresses.LINK_LOCAL, Optional.empty());
        return new ExchangeClient("lo", Ipv6Address.parse("::1"), 1, PEER, config, requests, resources, events::add,
                NetObserver.NONE, System.nanoTime());
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private String failure() throws InterruptedException {
        Event event = next();
        assertThat(event).isInstanceOf(Event.PullFailed.class);
        return ((Event.PullFailed) event).reason();
    }

    private static byte[] reply(int status, String body) {
        return ("HTTP/1.1 " + status + " X\r\n" + (status == 204 ? "" : "content-length: " + body.length() + "\r\n")
                + "\r\n" + body).getBytes(UTF_8);
    }

    /** Reads a request with all of its body; false at the end. */
    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.append((char) b);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
        return in.readNBytes(length).length == length;
    }

    private static int arrived(Socket connection) throws IOException {
        connection.setSoTimeout(10_000);
        int bytes = 0;
        try {
            while (connection.getInputStream().read() >= 0) {
                bytes++;
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("Connection reset");
        }
        return bytes;
    }

    private static void sleep(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
