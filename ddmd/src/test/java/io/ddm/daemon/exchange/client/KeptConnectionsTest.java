package io.ddm.daemon.exchange.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.auth.RequestProof;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeFixtures;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.exchange.client.PeerRequests.Conversation;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are kept between operations, with real sockets and peers that treat them in all ways. */
final class KeptConnectionsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final byte[] DONE = "HTTP/1.1 204 X\r\n\r\n".getBytes(UTF_8);
    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("::1"), new RouterId("t1"),
            RouterKind.TRANSIT, ProtocolVersion.V3);

    private final InetAddress loopback = InetAddress.ofLiteral("::1");
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private ServerSocket listener;

    @TempDir
    private Path scratch;

    /** What a peer does with a request. */
    private interface Peer {
        /**
         * @param connection number of the connection, from 1 on
         * @param request number of the request on it, from 1 on
         */
        void answer(Socket socket, int connection, int request) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(loopback, 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void oneConnectionCarriesAllOperations() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream().write(DONE));
        try (PeerRequests peer = peer(LONG)) {
            for (int i = 0; i < 5; i++) {
                ask(peer);
            }
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void operationsAtTheSameTimeHaveConnectionsOfTheirOwn() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream().write(DONE));
        try (PeerRequests peer = peer(LONG); BodyBudget.Lease lease = lease()) {
            try (Conversation pull = peer.begin(); Conversation push = peer.begin()) {
                pull.ask("GET", "/", List.of(), new byte[0], 1000, lease);
                push.ask("PUT", "/", List.of(), new byte[0], 1000, lease);
            }
            assertThat(accepted).hasValue(2);
            ask(peer);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void closedConnectionCostsNoFailure() throws Exception {
        serve((socket, connection, request) -> {
            socket.getOutputStream().write(DONE);
            // Without saying so, as after an idle time.
            socket.close();
        });
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        ExchangeClient client = client(Optional.empty(), events);
        for (int i = 0; i < 3; i++) {
            client.push(ExchangeFixtures.update(1), PeerCapabilities.NONE);
            assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(Event.PushCompleted.class);
            assertThat(ends.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(accepted).hasValue(3);
        assertThat(requests).as("each update arrives once").hasSize(3);
        client.close();
    }

    @Test
    void connectionThatEndsWithoutAnAnswerIsReplacedOnce() throws Exception {
        serve((socket, connection, request) -> {
            if (connection == 1 && request == 1) {
                socket.getOutputStream().write(DONE);
            } else {
                socket.close();
            }
        });
        try (PeerRequests peer = peer(LONG)) {
            ask(peer);
            assertThatThrownBy(() -> ask(peer)).isInstanceOf(StaleConnectionException.class);
            assertThatThrownBy(() -> ask(peer)).as("of a new connection")
                    .isNotInstanceOf(
                            StaleConnectionException.class);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void beginningOfAReplyIsNotRepeated() throws Exception {
        serve((socket, connection, request) -> {
            if (request == 1) {
                socket.getOutputStream().write(DONE);
            } else {
                socket.getOutputStream().write("HTTP/1.1 ".getBytes(UTF_8));
                socket.close();
            }
        });
        try (PeerRequests peer = peer(LONG)) {
            ask(peer);
            assertThatThrownBy(() -> ask(peer)).isNotInstanceOf(StaleConnectionException.class)
                    .hasMessage("the connection was closed without a complete reply");
        }
    }

    @Test
    void peerThatClosesIsBelieved() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream()
                .write("HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".getBytes(UTF_8)));
        try (PeerRequests peer = peer(LONG)) {
            ask(peer);
            ask(peer);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void answersInAdvanceAreNotTaken() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream()
                .write("HTTP/1.1 204 X\r\n\r\nHTTP/1.1 204 Y\r\n\r\n".getBytes(UTF_8)));
        try (PeerRequests peer = peer(LONG)) {
            ask(peer);
            ask(peer);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void idleConnectionsAreClosedGracefully() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream().write(DONE));
        try (PeerRequests peer = peer(Duration.ofMillis(50))) {
            ask(peer);
            assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
            ask(peer);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void endOfTheSessionEndsIdleConnectionsAtOnce() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream().write(DONE));
        PeerRequests peer = peer(LONG);
        ask(peer);
        peer.close();
        // Reset: after a lost carrier nothing may wait to be sent.
        assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("reset");
        assertThatThrownBy(() -> ask(peer)).hasMessage("the session is over");
    }

    @Test
    void operationThatEndsAfterTheSessionKeepsNothing() throws Exception {
        serve((socket, connection, request) -> socket.getOutputStream().write(DONE));
        PeerRequests peer = peer(LONG);
        try (Conversation conversation = peer.begin(); BodyBudget.Lease lease = lease()) {
            conversation.ask("GET", "/", List.of(), new byte[0], 1000, lease);
            peer.close();
        }
        assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("reset");
    }

    /** The peer may have read the first request, and does not accept a proof twice. */
    @Test
    void repeatedRequestHasANewProof() throws Exception {
        serve((socket, connection, request) -> {
            if (connection == 1 && request == 2) {
                socket.close();
            } else {
                socket.getOutputStream()
                        .write(("HTTP/1.1 401 X\r\ncontent-length: 0\r\nwww-authenticate: "
                                + RequestProof.challengeHeader("00".repeat(16)) + "\r\n\r\n").getBytes(UTF_8));
            }
        });
        Path keys = Files.createFile(scratch.resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "0f1e2d3c4b5a69788796a5b4c3d2e1f05bd1c07a94e38f62ad4b9e017c35f826\n");
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (ExchangeAuthenticator authenticator = new ExchangeAuthenticator(keys)) {
            ExchangeClient client = client(Optional.of(authenticator), events);
            client.push(ExchangeFixtures.update(1), PeerCapabilities.NONE);
            assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(Event.PushFailed.class);
            client.close();
        }
        List<Long> counts = requests.stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(RequestProof.HEADER + ": "))
                .map(line -> RequestProof.parse(line.substring(RequestProof.HEADER.length() + 2)).orElseThrow().count())
                .toList();
        assertThat(counts).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    }

    private void serve(Peer peer) {
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    int number = accepted.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(socket, number, peer));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket socket, int number, Peer peer) {
        try (socket) {
            int request = 0;
            for (String read = request(socket.getInputStream()); !read.isEmpty(); read = request(
                    socket.getInputStream())) {
                requests.add(read);
                peer.answer(socket, number, ++request);
                if (socket.isClosed()) {
                    ends.add("by the peer");
                    return;
                }
            }
            ends.add("closed");
        } catch (SocketException e) {
            ends.add("reset");
        } catch (IOException e) {
            ends.add(e.toString());
        }
    }

    /** The head of a request, after its body was read; empty at the end. */
    private static String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
        assertThat(in.readNBytes(length)).hasSize(length);
        return head.toString();
    }

    private static BodyBudget.Lease lease() {
        return new BodyBudget(4 << 20).lease("lo");
    }

    private static void ask(PeerRequests peer) throws IOException {
        try (Conversation conversation = peer.begin(); BodyBudget.Lease lease = lease()) {
            conversation.ask("GET", "/", List.of(), new byte[0], 1000, lease);
        }
    }

    private PeerRequests peer(Duration maxIdle) {
        return new PeerRequests(new InetSocketAddress(loopback, 0),
                new InetSocketAddress(loopback, listener.getLocalPort()), "[::1]", TIMEOUT, new ReentrantLock(),
                maxIdle);
    }

    private ExchangeClient client(Optional<ExchangeAuthenticator> keys, BlockingQueue<Event> events) {
        ExchangeConfig config = new ExchangeConfig(PeerCapabilities.NONE, NetLimits.DEFAULT, 0, TIMEOUT,
                LinkAddresses.LINK_LOCAL, keys);
        return new ExchangeClient("lo", Ipv6Address.parse("::1"), 1, PEER, config, peer(LONG),
                new ExchangeResources(ExchangeFixtures.config(1000), Runnable::run), events::add, NetObserver.NONE,
                System.nanoTime());
    }
}
