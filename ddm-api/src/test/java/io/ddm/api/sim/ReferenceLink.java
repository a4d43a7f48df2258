package io.ddm.api.sim;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.DiscoveryCodec;
import io.ddm.api.wire.DiscoveryPacket;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.MalformedPacketException;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One interface of a reference router: its discovery, its session, and what is to be excused of what it holds. */
final class ReferenceLink {

    private static final Duration EXPIRE = Duration.ofSeconds(5);
    private static final long SOLICIT_MICROS = 2_000_000;
    private static final long PULL_TIMEOUT_MICROS = 250_000;
    private static final long PULL_AGAIN_MICROS = 100_000;
    private static final long PUSH_TIMEOUT_MICROS = 3_000_000;
    private static final PeerCapabilities NO_LIMIT = new PeerCapabilities(Integer.MAX_VALUE, false, "");

    /**
     * Where an update comes from: the reference itself, or a body of ours so many hops ago.
     *
     * @param hops since it left ours; 0 for none of ours
     */
    record Root(int hops) {

        /** What the reference does of its own accord. */
        static final Root OWN = new Root(0);

        Root next() {
            return hops == 0 ? this : new Root(hops + 1);
        }
    }

    private record Outgoing(Update update, Root root) {}

    private final Reference router;
    private final SimNetwork net;
    private final SimPort port;
    private final Set<PathVector> held = new LinkedHashSet<>();
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final Set<PathVector> withdrawnDuringPull = new LinkedHashSet<>();
    private final Set<PathVector> mayBeStale = new LinkedHashSet<>();
    private final Set<PathVector> mayBeMissing = new LinkedHashSet<>();
    private @Nullable PeerIdentity peer;
    private Instant heard = Instant.MIN;
    private boolean accepts;
    private boolean pulling;
    private boolean sending;
    private int session;

    ReferenceLink(Reference router, SimPort port) {
        this.router = router;
        this.net = router.place().net();
        this.port = port;
    }

    SimPort port() {
        return port;
    }

    Set<PathVector> held() {
        return Collections.unmodifiableSet(held);
    }

    void start() {
        net.after(net.random().nextInt(10_000), this::solicit);
    }

    private void solicit() {
        if (router.isEnded()) {
            return;
        }
        if (peer != null && heard.plus(EXPIRE).isBefore(net.now())) {
            expire();
        }
        if (port.hasCarrier()) {
            send(true);
        }
        net.after(SOLICIT_MICROS, this::solicit);
    }

    private void send(boolean solicit) {
        port.send(DiscoveryCodec.encode(new DiscoveryPacket(ProtocolVersion.V2, solicit, !solicit,
                router.place().kind(), router.place().id())));
    }

    void ready() {
        // The next solicitation finds the neighbor.
    }

    void lost() {
        expire();
    }

    void packet(byte[] payload) {
        DiscoveryPacket packet = read(payload);
        if (packet.solicit()) {
            send(false);
        }
        if (!packet.advertise()) {
            return;
        }
        PeerIdentity sender = new PeerIdentity(port.otherEnd().address(), packet.sender(), packet.kind(),
                packet.version());
        heard = net.now();
        PeerIdentity known = peer;
        if (known == null) {
            begin(sender);
        } else if (!known.id().equals(sender.id()) || known.kind() != sender.kind()) {
            peer = sender; // The session goes on, and nothing is pulled.
        }
    }

    private static DiscoveryPacket read(byte[] payload) {
        try {
            return DiscoveryCodec.decode(payload);
        } catch (MalformedPacketException e) {
            throw new AssertionError("a packet that nobody can read", e);
        }
    }

    private void begin(PeerIdentity with) {
        peer = with;
        mayBeMissing.clear();
        session++;
        int begun = session;
        net.after(1000 + net.random().nextInt(20_000), () -> {
            if (isIn(begun)) {
                accepts = true;
                pull(begun);
            }
        });
    }

    private boolean isIn(int begun) {
        return !router.isEnded() && peer != null && session == begun;
    }

    /** Pulls until it is answered: a refusal counts as an answer, and as an empty one. */
    private void pull(int begun) {
        PeerIdentity with = peer;
        if (!isIn(begun) || with == null) {
            return;
        }
        pulling = true;
        withdrawnDuringPull.clear();
        SimExchange.Request request = SimExchange.pull(with.version(), null);
        List<SimExchange> asked = new ArrayList<>();
        SimExchange exchange = new SimExchange(net, port, router, with.address(), request, reply -> {
            if (isIn(begun)) {
                pulling = false;
                pulled(with, asked.getFirst(), reply);
            }
        }, reason -> net.after(PULL_AGAIN_MICROS, () -> pull(begun)));
        asked.add(exchange);
        exchange.send(PULL_TIMEOUT_MICROS);
    }

    void pullAgain() {
        if (peer != null && accepts && !pulling) {
            pull(session);
        }
    }

    private void pulled(PeerIdentity with, SimExchange exchange, SimExchange.Reply reply) {
        if (reply.status() != 200) {
            return;
        }
        List<PathVector> table = decoded(with.version(), reply.body());
        table.forEach(this::add);
        mayBeStale.addAll(exchange.isServerTheSame() ? withdrawnDuringPull : table);
        mayBeStale.retainAll(held);
        boolean ours = exchange.client().otherEnd().owner().process() instanceof OurRouter;
        router.passOn(this, new Update(table, List.of()), ours ? new Root(1) : Root.OWN);
    }

    private static List<PathVector> decoded(ProtocolVersion version, byte[] body) {
        try {
            return withoutDelays(ExchangeCodec.of(version).decodePullReply(body).value());
        } catch (BadJsonException e) {
            throw new AssertionError("a reply that the reference cannot read", e);
        }
    }

    /** The reference reads no delays; one of ours sends them until it notices that a process of ours was replaced. */
    private static List<PathVector> withoutDelays(List<PathVector> paths) {
        return paths.stream()
                .map(path -> new PathVector(path.destination(), path.path().withDelay(PathDelay.UNKNOWN)))
                .toList();
    }

    void request(SimExchange exchange) {
        SimExchange.Request request = exchange.request();
        if (!accepts) {
            exchange.drop(); // Nobody listens before the session.
        } else if (!request.push()) {
            exchange.answer(new SimExchange.Reply(200, null,
                    ExchangeCodec.of(request.version()).encodePullReply(router.tells(port), PeerCapabilities.NONE)));
        } else if (request.body().length > Reference.MAX_BODY_BYTES) {
            exchange.answer(SimExchange.status(400));
        } else {
            try {
                Update read = ExchangeCodec.of(request.version()).decodeUpdate(request.body()).value();
                Invariants.body(exchange, read);
                Update update = new Update(withoutDelays(read.announce()), withoutDelays(read.withdraw()));
                takeIn(update);
                router.passOn(this, update, rootOf(exchange));
                exchange.answer(SimExchange.status(204));
            } catch (BadJsonException e) {
                throw new AssertionError("a push that the reference cannot read", e);
            }
        }
    }

    private static Root rootOf(SimExchange push) {
        if (push.speaker() instanceof Reference other) {
            return other.link(push.client()).sent().next();
        }
        return new Root(1);
    }

    private void takeIn(Update update) {
        update.announce().forEach(this::add);
        for (PathVector withdrawn : update.withdraw()) {
            held.remove(withdrawn);
            mayBeStale.remove(withdrawn);
            if (pulling) {
                withdrawnDuringPull.add(withdrawn);
            }
        }
    }

    private void add(PathVector told) {
        held.add(told);
        mayBeStale.remove(told);
        mayBeMissing.remove(told);
    }

    /**
     * Queues an update for the neighbor; without a session it is thrown away. Announcements go in a body of their own.
     */
    void tell(Update update, Root root) {
        for (Update part : List.of(new Update(update.announce(), List.of()),
                new Update(List.of(), update.withdraw()))) {
            if (part.isEmpty()) {
                continue;
            }
            if (peer == null || !accepts) {
                neverArrived(part);
            } else {
                queue.add(new Outgoing(part, root));
                sendNext();
            }
        }
    }

    /** The root of the push that is under way. */
    private Root sent() {
        return queue.isEmpty() ? Root.OWN : queue.getFirst().root();
    }

    private void sendNext() {
        PeerIdentity to = peer;
        if (sending || queue.isEmpty() || to == null) {
            return;
        }
        sending = true;
        int begun = session;
        Outgoing next = queue.getFirst();
        byte[] body = ExchangeCodec.of(to.version()).encodeUpdate(next.update(), NO_LIMIT).bodies().getFirst();
        new SimExchange(net, port, router, to.address(), new SimExchange.Request(true, to.version(), null, body),
                reply -> {
                    if (reply.status() / 100 != 2) {
                        refused(next, body.length);
                    }
                    sent(begun);
                }, reason -> {
                    neverArrived(next.update());
                    if (isIn(begun) && reason.equals("timeout")) {
                        expire();
                    } else {
                        sent(begun);
                    }
                }).send(PUSH_TIMEOUT_MICROS);
    }

    private void sent(int begun) {
        if (isIn(begun)) {
            sending = false;
            queue.removeFirst();
            sendNext();
        }
    }

    /** The neighbor's word is not heard: what the body said is lost. */
    private void refused(Outgoing outgoing, int bytes) {
        Root root = outgoing.root();
        boolean oursAndNear = root.hops() > 0 && root.hops() <= 2;
        if (oursAndNear && net.claims(Claim.ROOM_FOR_TWO_HOPS)) {
            throw new AssertionError(router.place().id() + " passes on to " + port.otherEnd().owner().id()
                    + " what ours told " + root.hops() + " hops ago in a body of " + bytes + " bytes, and it is lost: "
                    + outgoing.update());
        }
        neverArrived(outgoing.update());
    }

    /** Another reference router does not get this any more; ours asks again by itself. */
    void neverArrived(Update update) {
        port.otherEnd().owner().whileAlive(neighbor -> {
            if (neighbor instanceof Reference other) {
                ReferenceLink link = other.link(port.otherEnd());
                link.excuseMissing(update.announce());
                link.excuseStale(update.withdraw());
            }
        });
    }

    void expire() {
        if (peer == null) {
            return;
        }
        peer = null;
        accepts = false;
        pulling = false;
        sending = false;
        queue.forEach(outgoing -> neverArrived(outgoing.update()));
        queue.clear();
        mayBeStale.clear();
        List<PathVector> lost = List.copyOf(held);
        held.clear();
        router.passOn(this, new Update(List.of(), lost), Root.OWN);
    }

    /** The process at the other end is gone: its successor does not know what it told us. */
    void neighborEnded() {
        mayBeStale.addAll(held);
    }

    private void excuseMissing(Collection<PathVector> entries) {
        mayBeMissing.addAll(entries);
        mayBeMissing.removeAll(held);
    }

    private void excuseStale(Collection<PathVector> entries) {
        mayBeStale.addAll(entries);
        mayBeStale.retainAll(held);
        if (pulling) {
            withdrawnDuringPull.addAll(entries);
        }
    }

    /** Whether the reference's own ways explain that this is held although it is not told any more. */
    boolean isExcusedStale(PathVector entry) {
        return mayBeStale.contains(entry);
    }

    /** Whether the reference's own ways explain that this is not held although it is told. */
    boolean isExcusedMissing(PathVector entry) {
        return mayBeMissing.contains(entry);
    }
}
