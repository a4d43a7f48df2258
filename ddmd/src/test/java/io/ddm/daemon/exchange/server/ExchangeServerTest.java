package io.ddm.daemon.exchange.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.CodecPool;
import io.ddm.daemon.exchange.ExchangeConfig;
import io.ddm.daemon.exchange.ExchangeFixtures;
import io.ddm.daemon.exchange.ExchangeResources;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.daemon.net.LinkLocal;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.net.NetObserver;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.ProtocolVersion;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange port of one interface, asked by its peer and by others on the link. */
@Tag("namespace")
final class ExchangeServerTest {

    private static final int PORT = 56797;
    private static final Ipv6Address OURS = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address PEER = Ipv6Address.parse("fe80::2");
    private static final Ipv6Address OTHER = Ipv6Address.parse("fe80::3");
    private static final ExchangeCodec V3 = ExchangeCodec.of(ProtocolVersion.V3);

    @TempDir
    private Path scratch = Path.of("");

    private interface Body {
        void run(Door door) throws Exception;
    }

    @Test
    void holdsPushesOfNonPeersUndecoded() throws Exception {
        with(4, new BodyBudget(1 << 20), door -> {
            door.peer.set(OTHER);
            try (Socket early = door.connect(PEER)) {
                send(early, "{\"underlay\":", 0);
                assertThat(door.events.poll(300, TimeUnit.MILLISECONDS)).as("nobody has read it").isNull();
                door.peer.set(PEER);
                door.onContext(() -> door.server.peerFound(PEER));
                assertThat(status(early)).isEqualTo("400");
                assertThat(door.events).isEmpty();
            }
            door.peer.set(OTHER);
            try (Socket early = door.connect(PEER)) {
                send(early, update(3), 0);
                assertThat(door.events.poll(300, TimeUnit.MILLISECONDS)).isNull();
                door.peer.set(PEER);
                door.onContext(() -> door.server.peerFound(PEER));
                assertThat(door.next().update().size()).isEqualTo(3);
            }
        });
    }

    @Test
    void closesHeldPushesOfNonPeersAfterTimeout() throws Exception {
        with(4, new BodyBudget(1 << 20), door -> {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < HeldPushes.MAX_HELD_PER_SOURCE + 1; i++) {
                Socket socket = door.connect(OTHER);
                sockets.add(socket);
                send(socket, update(1), 0);
            }
            assertThat(isClosed(sockets.getLast())).as("one too many").isTrue();
            for (Socket socket : sockets) {
                assertThat(isClosed(socket)).as("after 2 s").isTrue();
                socket.close();
            }
            assertThat(door.refused).hasSize(3).containsOnly("not the peer");
        });
    }

    @Test
    void submitsPushesInOrderOfArrival() throws Exception {
        with(4, new BodyBudget(64 << 20), door -> {
            CountDownLatch busy = new CountDownLatch(1);
            Callable<Boolean> work = () -> busy.await(10, TimeUnit.SECONDS);
            door.onContext(() -> {
                door.codecs.async("b", 1 << 20, work);
                door.codecs.async("b", 1 << 20, work);
            });
            try (Socket first = door.connect(PEER); Socket second = door.connect(PEER)) {
                send(first, update(1000), 0);
                await().until(() -> door.codecs.waiting() == 1);
                send(second, update(1), 0);
                assertThat(door.events.poll(300, TimeUnit.MILLISECONDS)).as("the first waits for a thread").isNull();
                busy.countDown();
                assertThat(door.next().update().size()).isEqualTo(1000);
                assertThat(door.next().update().size()).isEqualTo(1);
            }
        });
    }

    @Test
    void pushesOfNonPeersDoNotDelayPeer() throws Exception {
        ExchangeAuthenticator sender = new ExchangeAuthenticator(keys());
        with(8, new BodyBudget(64 << 20), Optional.of(new ExchangeAuthenticator(keys())), door -> {
            String challenge;
            try (Socket socket = door.connect(PEER)) {
                sendProven(socket, update(1), sender, "");
                challenge = RequestProof.challengeOf(header(socket, "www-authenticate")).orElseThrow();
            }
            CountDownLatch busy = new CountDownLatch(1);
            Callable<Boolean> work = () -> busy.await(30, TimeUnit.SECONDS);
            door.onContext(() -> {
                door.codecs.async("b", 1 << 20, work);
                door.codecs.async("b", 1 << 20, work);
            });
            List<Socket> others = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket socket = door.connect(i % 2 == 0 ? OTHER : Ipv6Address.parse("fe80::4"));
                others.add(socket);
                send(socket, update(500), 0);
            }
            await().until(() -> door.codecs.waiting() == 1);
            try (Socket socket = door.connect(PEER)) {
                sendProven(socket, update(1), sender, challenge);
                assertThat(door.next().source()).isEqualTo(PEER);
            }
            busy.countDown();
            for (Socket socket : others) {
                assertThat(status(socket)).isEqualTo("401");
                socket.close();
            }
        });
    }

    @Test
    void reservesConnectionsForPeer() throws Exception {
        with(4, new BodyBudget(1 << 20), door -> {
            List<Socket> others = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                others.add(door.connect(OTHER));
                others.add(door.connect(Ipv6Address.parse("fe80::4")));
            }
            List<Socket> ofPeer = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = door.connect(PEER);
                ofPeer.add(socket);
                send(socket, update(1), 0);
                assertThat(door.next().source()).isEqualTo(PEER);
            }
            try (Socket tooMany = door.connect(PEER)) {
                assertThat(isClosed(tooMany)).isTrue();
            }
            assertThat(door.refused).hasSizeGreaterThanOrEqualTo(9).containsOnly("connection");
            for (Socket socket : others) {
                socket.close();
            }
            for (Socket socket : ofPeer) {
                socket.close();
            }
        });
    }

    @Test
    void rejectsBodiesWhileMemoryIsExhausted() throws Exception {
        BodyBudget budget = new BodyBudget(4 << 20);
        with(4, budget, door -> {
            List<BodyBudget.Lease> others = ExchangeFixtures.fill(budget, 4 << 20);
            try (Socket socket = door.connect(PEER)) {
                send(socket, update(20_000), BodyBudget.FREE_BYTES + 1024);
                assertThat(status(socket)).isEqualTo("503");
            }
            others.forEach(BodyBudget.Lease::close);
            try (Socket socket = door.connect(PEER)) {
                send(socket, update(20_000), 0);
                assertThat(door.next().update().size()).isEqualTo(20_000);
            }
            assertThat(door.refused).containsExactly("memory");
        });
    }

    @Test
    void rejectsLargeBodiesOfNonPeersAtTheHead() throws Exception {
        with(8, new BodyBudget(16 << 20), door -> {
            for (int i = 0; i < 8; i++) {
                try (Socket socket = door.connect(i % 2 == 0 ? OTHER : Ipv6Address.parse("fe80::4"))) {
                    promise(socket, NetLimits.NON_PEER_BODY_BYTES + 1);
                    assertThat(status(socket)).isEqualTo("400");
                }
            }
            assertThat(door.refused).hasSize(8).containsOnly("body too large");
        });
    }

    @Test
    void promisedLengthsUseNoMemory() throws Exception {
        BodyBudget budget = new BodyBudget(16 << 20);
        with(8, budget, door -> {
            List<Socket> promising = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = door.connect(PEER);
                promise(socket, 10 << 20);
                promising.add(socket);
            }
            // All heads have been read when an answer has come to a request after them.
            try (Socket socket = door.connect(PEER)) {
                send(socket, update(1), 0);
                assertThat(door.next().update().size()).isEqualTo(1);
            }
            try (BodyBudget.Lease other = budget.lease("other")) {
                assertThat(other.grow(BodyBudget.FREE_BYTES + budget.largest())).isTrue();
            }
            for (Socket socket : promising) {
                socket.close();
            }
            assertThat(door.refused).isEmpty();
        });
    }

    /** A peer that asks, gives up and asks again has one answer written, and those it has given up none. */
    @Test
    void writesOnePullAnswerPerLinkAtATime() throws Exception {
        with(16, new BodyBudget(64 << 20), door -> {
            CountDownLatch busy = new CountDownLatch(1);
            Callable<Boolean> work = () -> busy.await(30, TimeUnit.SECONDS);
            door.onContext(() -> {
                door.codecs.async("b", 1 << 20, work);
                door.codecs.async("b", 1 << 20, work);
            });
            List<PathVector> table = ExchangeFixtures.update(1000).announce();
            List<Socket> asking = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Socket socket = door.connect(PEER);
                asking.add(socket);
                socket.getOutputStream().write("GET /v3/pull HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(UTF_8));
                Event.PullReceived pull = (Event.PullReceived) door.events.poll(10, TimeUnit.SECONDS);
                PeerCapabilities theirs = new PeerCapabilities(2000 + i / 2, true, "a");
                door.onContext(() -> door.requests.answerPull(pull.request(), table, theirs));
            }
            assertThat(door.codecs.waiting()).isEqualTo(1);
            for (Socket given : asking.subList(0, 8)) {
                given.setSoLinger(true, 0);
                given.close();
            }
            busy.countDown();
            for (Socket socket : asking.subList(8, 10)) {
                assertThat(status(socket)).isEqualTo("200");
                socket.close();
            }
        });
    }

    /** A server on an interface of a namespace, and what it says. */
    private static final class Door {
        final AtomicReference<Ipv6Address> peer = new AtomicReference<>(PEER);
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final List<String> refused = Collections.synchronizedList(new ArrayList<>());
        final Context context;
        final int index;
        final CodecPool codecs;
        final PendingExchanges requests;
        final ExchangeServer server;

        Door(Vertx vertx, int index, int connections, BodyBudget budget, Optional<ExchangeAuthenticator> proofs)
                throws Exception {
            this.context = vertx.getOrCreateContext();
            this.index = index;
            ExchangeResources resources = new ExchangeResources(ExchangeFixtures.config(100_000),
                    task -> context.runOnContext(ignored -> task.run()), budget);
            this.codecs = resources.codecs();
            PeerCapabilities ours = new PeerCapabilities(10 << 20, true, "a");
            this.requests = new PendingExchanges(ours, resources);
            ExchangeConfig config = new ExchangeConfig(ours,
                    new NetLimits(10 << 20, 200, 2000, connections), PORT, Duration.ofSeconds(3),
                    LinkAddresses.LINK_LOCAL, proofs);
            this.server = new ExchangeServer(vertx, "a", config, address -> address.equals(peer.get()), events::add,
                    requests, resources, new NetObserver() {
                        @Override
                        public void requestRefused(String interfaceName, String cause) {
                            refused.add(cause);
                        }
                    });
            CompletableFuture<Void> listening = new CompletableFuture<>();
            onContext(() -> server.listen(LinkLocal.socketAddress(OURS, index, PORT))
                    .onSuccess(done -> listening.complete(null))
                    .onFailure(listening::completeExceptionally));
            listening.get(10, TimeUnit.SECONDS);
        }

        void onContext(Runnable task) throws Exception {
            CompletableFuture<Void> done = new CompletableFuture<>();
            context.runOnContext(ignored -> {
                task.run();
                done.complete(null);
            });
            done.get(10, TimeUnit.SECONDS);
        }

        Event.PushReceived next() throws InterruptedException {
            Event event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).isInstanceOf(Event.PushReceived.class);
            return (Event.PushReceived) event;
        }

        Socket connect(Ipv6Address from) throws IOException {
            Socket socket = new Socket();
            socket.setSoTimeout(10_000);
            socket.bind(LinkLocal.socketAddress(from, index, 0));
            socket.connect(new InetSocketAddress(LinkLocal.inetAddress(OURS, index), PORT), 10_000);
            return socket;
        }
    }

    private static void with(int connections, BodyBudget budget, Body body) throws Exception {
        with(connections, budget, Optional.empty(), body);
    }

    private static void with(int connections, BodyBudget budget, Optional<ExchangeAuthenticator> proofs, Body body)
            throws Exception {
        Namespace.run(namespace -> {
            namespace.ip("link set dev lo up");
            int index = namespace.cable("a");
            for (String address : List.of("fe80::1", "fe80::2", "fe80::3", "fe80::4")) {
                namespace.ip("address add " + address + "/64 dev a nodad");
            }
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            try {
                body.run(new Door(vertx, index, connections, budget, proofs));
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        });
    }

    private Path keys() throws IOException {
        return Files.setPosixFilePermissions(Files.writeString(scratch.resolve("keys"), "0123456789abcdef"),
                PosixFilePermissions.fromString("rw-------"));
    }

    /** Sends a push of the peer with the proof of a key. */
    private static void sendProven(Socket socket, String body, ExchangeAuthenticator sender, String challenge)
            throws IOException {
        ExchangeRequest request = new ExchangeRequest("PUT", "/v3/push", PEER, OURS, "", body.getBytes(UTF_8));
        send(socket, body, 0, RequestProof.HEADER + ": " + sender.prove(request, challenge) + "\r\n");
    }

    private static void send(Socket socket, String body, int most) throws IOException {
        send(socket, body, most, "");
    }

    /** Sends a push; all of its body, or so much of it. */
    private static void send(Socket socket, String body, int most, String header) throws IOException {
        socket.getOutputStream()
                .write(("PUT /v3/push HTTP/1.1\r\nhost: x\r\n" + header + "content-length: " + body.length()
                        + "\r\n\r\n").getBytes(UTF_8));
        try {
            socket.getOutputStream().write(body.substring(0, most == 0 ? body.length() : most).getBytes(UTF_8));
        } catch (SocketException e) {
            // Refused before all of it was there.
        }
    }

    /** Sends the head of a push whose body never comes. */
    private static void promise(Socket socket, int bytes) throws IOException {
        socket.getOutputStream()
                .write(("PUT /v3/push HTTP/1.1\r\nhost: x\r\ncontent-length: " + bytes + "\r\n\r\n").getBytes(UTF_8));
    }

    private static String update(int prefixes) {
        return new String(
                V3.encodeUpdate(ExchangeFixtures.update(prefixes), new PeerCapabilities(10 << 20, true, "a"))
                        .bodies()
                        .getFirst(),
                UTF_8);
    }

    private static String status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(12), UTF_8).substring(9);
    }

    /** A header of the next answer, whose head is read. */
    private static String header(Socket socket, String name) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
