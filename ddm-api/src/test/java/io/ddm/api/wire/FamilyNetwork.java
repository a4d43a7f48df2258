package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Routers on perfect links that exchange real bodies by a given codec. */
final class FamilyNetwork {

    private final List<Node> nodes = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int links;
    private long requests;
    private int unchanged;

    /** A request that waits for its answer. */
    private record Waiting(Port from, long epoch, ExchangeCodec codec) {}

    /** An interface of a node, and the one at the other end of its link. */
    static final class Port {
        private final Node node;
        private final String name;
        private final Ipv6Address address;
        private Optional<Port> other = Optional.empty();

        Port(Node node, String name, Ipv6Address address) {
            this.node = node;
            this.name = name;
            this.address = address;
        }

        Port peer() {
            return other.orElseThrow();
        }
    }

    final class Node {
        private final RouterId id;
        private final RouterKind kind;
        private final PeerCapabilities capabilities;
        private final ExchangeCodec codec;
        private final Router router;
        private final Map<String, Port> ports = new LinkedHashMap<>();
        private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

        Node(RouterId id, RouterKind kind, PeerCapabilities capabilities, ExchangeCodec codec) {
            this.id = id;
            this.kind = kind;
            this.capabilities = capabilities;
            this.codec = codec;
            this.router = new Router(RouterConfig.of(id, kind));
        }

        Router router() {
            return router;
        }

        void originate(Destination... destinations) {
            tell(new Event.Originate(Set.of(destinations)));
        }

        void withdraw(Destination... destinations) {
            tell(new Event.Withdraw(Set.of(destinations)));
        }

        List<PathVector> imported() {
            List<PathVector> all = new ArrayList<>();
            router.reports().imported().values().forEach(all::addAll);
            return all;
        }

        private void tell(Event event) {
            router.handle(event, now).forEach(this::carryOut);
        }

        private void carryOut(Effect effect) {
            switch (effect) {
                case Effect.OpenInterface e -> tell(new Event.InterfaceOpened(e.name(), e.epoch()));
                case Effect.SendSolicitation e -> discovery(e.name(), true);
                case Effect.SendAdvertisement e -> discovery(e.name(), false);
                case Effect.Pull e -> {
                    Port from = port(e.name());
                    long request = from.peer().node.await(new Waiting(from, e.epoch(), codec));
                    from.peer().node.tell(new Event.PullReceived(from.peer().name, from.address, capabilities,
                            e.held(), request));
                }
                case Effect.Push e -> push(port(e.name()), e);
                case Effect.AnswerPull e -> answer(waiting(e.request()), e);
                case Effect.AcceptPush e -> waiting.remove(e.request());
                case Effect.DropRequest e -> throw new AssertionError("dropped: " + e.reason());
                default -> {
                    // Nothing that a neighbor sees.
                }
            }
        }

        private void push(Port from, Effect.Push push) {
            for (byte[] body : codec.encodeUpdate(push.update(), push.extensions()).bodies()) {
                bodies.add(new String(body, UTF_8));
                Port to = from.peer();
                long request = to.node.await(new Waiting(from, push.epoch(), codec));
                to.node.tell(new Event.PushReceived(to.name, from.address, to.node.read(body), request));
            }
            tell(new Event.PushCompleted(push.name(), push.epoch()));
        }

        private Update read(byte[] body) {
            try {
                return codec.decodeUpdate(body).value();
            } catch (BadJsonException e) {
                throw new AssertionError(e);
            }
        }

        private void answer(Waiting to, Effect.AnswerPull answer) {
            Node node = to.from.node;
            if (answer.isUnchanged()) {
                unchanged++;
                node.tell(new Event.PullUnchanged(to.from.name, to.epoch, capabilities));
                return;
            }
            byte[] body = codec.encodePullReply(answer.table(), answer.extensions());
            bodies.add(new String(body, UTF_8));
            try {
                node.tell(new Event.PullCompleted(to.from.name, to.epoch, node.codec.decodePullReply(body).value(),
                        capabilities));
            } catch (BadJsonException e) {
                throw new AssertionError(e);
            }
        }

        private void discovery(String name, boolean solicit) {
            Port from = port(name);
            Port to = from.peer();
            to.node.tell(new Event.PacketReceived(to.name,
                    new PeerIdentity(from.address, id, kind, ProtocolVersion.V3), solicit, !solicit));
        }

        private long await(Waiting request) {
            waiting.put(++requests, request);
            return requests;
        }

        private Waiting waiting(long request) {
            return Optional.ofNullable(waiting.remove(request)).orElseThrow();
        }

        private Port port(String name) {
            return Optional.ofNullable(ports.get(name)).orElseThrow();
        }
    }

    Node add(RouterId id, RouterKind kind, PeerCapabilities capabilities, ExchangeCodec codec) {
        Node node = new Node(id, kind, capabilities, codec);
        nodes.add(node);
        return node;
    }

    void connect(Node a, Node b) {
        String link = "eth" + ++links;
        Port atA = new Port(a, link, Ipv6Address.parse("fe80::" + links + ":a"));
        Port atB = new Port(b, link, Ipv6Address.parse("fe80::" + links + ":b"));
        atA.other = Optional.of(atB);
        atB.other = Optional.of(atA);
        for (Port port : List.of(atA, atB)) {
            port.node.ports.put(link, port);
            port.node.tell(new Event.InterfaceConfigured(link));
        }
        for (Port port : List.of(atA, atB)) {
            port.node.tell(new Event.InterfaceReady(link, links, port.address));
        }
    }

    /** Lets 30 s pass in small steps. */
    void settle() {
        for (int i = 0; i < 300; i++) {
            now = now.plus(Duration.ofMillis(100));
            nodes.forEach(node -> node.tell(new Event.Tick()));
        }
    }

    /** Makes every node pull again what it holds. */
    void repeatPulls() {
        unchanged = 0;
        settle();
    }

    /** Pulls since {@link #repeatPulls} that were answered by the word that nothing differs. */
    int unchangedPulls() {
        return unchanged;
    }

    /** All bodies that were exchanged, as text. */
    List<String> bodies() {
        return bodies;
    }
}
