package io.ddm.interop.bench.growth;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.DiscoveryCodec;
import io.ddm.api.wire.DiscoveryPacket;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.fsm.Router;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The core of a router behind the codecs, in a shell that has virtual time. A router is busy for a while after each
 * event, and what arrives meanwhile waits: {@value #EVENT_MICROS} us, and {@value #PATH_MICROS} us for each path that
 * it reads or writes. So virtual times say how a fleet waits for its slowest parts, and are the same in each run.
 */
final class Node {

    /** Of the event loop, per event: as measured, rounded. */
    static final long EVENT_MICROS = 30;

    /** Of the event loop, per path that is read or written: as measured, rounded. */
    static final long PATH_MICROS = 5;

    /** From one end of a link to the other. */
    private static final long LINK_MICROS = 50;

    /** The first probes of a peer are answered after this time. */
    private static final long PROBE_MICROS = 10_000;

    private static final int MAX_PREFIXES = 2_000_000;

    private final World world;
    private final int number;
    private final Role role;
    private final boolean isFull;
    private final Router router;
    private final Tally tally;
    private final PeerCapabilities capabilities;
    private final RouterId id;
    private final List<Port> ports = new ArrayList<>();
    private final Deque<Event> inbox = new ArrayDeque<>();
    private final Map<Long, Request> serving = new HashMap<>();
    private Set<Destination> own = Set.of();
    private long requests;
    private long busyUntil;
    private boolean isWoken;
    private long armed = -1;

    /**
     * A request of a neighbor that waits for the core's answer.
     *
     * @param epoch of the neighbor's session
     */
    private record Request(Port from, ExchangeCodec codec, boolean isPush, long epoch) {}

    /**
     * @param isFull whether it holds what peers send it; else it only acknowledges that
     */
    Node(World world, int number, Fabric.Site site, boolean isFull, Tally tally) {
        this.world = world;
        this.number = number;
        this.role = site.role();
        this.isFull = isFull;
        this.tally = tally;
        this.id = new RouterId(site.id());
        this.capabilities = PeerCapabilities.ours(ExtensionsHeader.MAX_BODY_BYTES, site.id() + "-1");
        this.router = new Router(RouterConfig.of(id, role.kind())
                .withPolicies(Policies.DEFAULT.withImports(new ImportPolicy(PrefixFilter.ALL, MAX_PREFIXES, 32))),
                new TableDigest.Bits(number, 1));
    }

    int number() {
        return number;
    }

    Role role() {
        return role;
    }

    boolean isFull() {
        return isFull;
    }

    Router router() {
        return router;
    }

    List<Port> ports() {
        return ports;
    }

    Port addPort() {
        Port port = new Port(this, ports.size() + 1);
        ports.add(port);
        return port;
    }

    /** What it originates when it starts. */
    void originates(Set<Destination> destinations) {
        own = destinations;
    }

    Set<Destination> own() {
        return own;
    }

    void start() {
        deliver(new Event.Originate(own));
        for (Port port : ports) {
            deliver(new Event.InterfaceConfigured(port.name()));
            deliver(new Event.InterfaceReady(port.name(), port.index(), port.address()));
        }
    }

    /** An event arrives now; it is handled when those before it are. */
    void deliver(Event event) {
        inbox.add(event);
        wake();
    }

    private void wake() {
        if (!isWoken) {
            isWoken = true;
            world.at(busyUntil, () -> {
                isWoken = false;
                handle(inbox.isEmpty() ? new Event.Tick() : inbox.remove());
            });
        }
    }

    private void handle(Event event) {
        long begun = World.cpuNanos();
        List<Effect> effects = router.handle(event, world.now());
        Instant deadline = router.nextDeadline().orElse(Instant.MAX);
        tally.nanos += World.cpuNanos() - begun;
        tally.events++;
        long cost = EVENT_MICROS + PATH_MICROS * pathsOf(event);
        for (Effect effect : effects) {
            cost += PATH_MICROS * pathsOf(effect);
        }
        busyUntil = world.micros() + cost;
        effects.forEach(this::run);
        if (!inbox.isEmpty() || !deadline.isAfter(world.now())) {
            wake();
        } else if (!deadline.equals(Instant.MAX)) {
            arm(World.microsOf(deadline));
        }
    }

    private void arm(long when) {
        if (armed != when) {
            armed = when;
            world.at(when, () -> {
                if (armed == when) {
                    armed = -1;
                    wake();
                }
            });
        }
    }

    private static long pathsOf(Event event) {
        return switch (event) {
            case Event.PushReceived e -> e.update().size();
            case Event.PullCompleted e -> e.table().size();
            default -> 0;
        };
    }

    private static long pathsOf(Effect effect) {
        return switch (effect) {
            case Effect.Push e -> e.update().size();
            case Effect.AnswerPull e -> e.table().size();
            default -> 0;
        };
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.OpenInterface e -> later(LINK_MICROS, () -> {
                port(e.name()).open(true);
                deliver(new Event.InterfaceOpened(e.name(), e.epoch()));
            });
            case Effect.CloseInterface e -> port(e.name()).open(false);
            case Effect.SendSolicitation e -> send(port(e.name()), true);
            case Effect.SendAdvertisement e -> send(port(e.name()), false);
            case Effect.Pull e -> pull(e);
            case Effect.Push e -> push(e);
            case Effect.AnswerPull e -> answer(e);
            case Effect.AcceptPush e -> accept(e);
            case Effect.DropRequest e -> drop(e);
            case Effect.Probe e -> later(PROBE_MICROS, () -> deliver(new Event.PeersProbed(
                    List.of(new PeerProbe(e.name(), e.epoch(), ProbeState.OK, PathDelay.ofMicros(LINK_MICROS))))));
            case Effect.Program e -> {
                tally.programmed += e.changes().size();
                world.programmed();
            }
            case Effect.RejectedRoutes e -> throw new AssertionError(id + " rejects " + e);
            default -> {
                // Nothing of it travels.
            }
        }
    }

    private void later(long micros, Runnable action) {
        world.at(busyUntil + micros, action);
    }

    private Port port(String name) {
        return ports.get(Integer.parseInt(name.substring(1)) - 1);
    }

    private void send(Port from, boolean solicit) {
        DiscoveryPacket packet = new DiscoveryPacket(ProtocolVersion.V2, solicit, !solicit, role.kind(), id);
        tally.packets++;
        DiscoveryCodec.encode(packet);
        PeerIdentity sender = new PeerIdentity(from.address(), id, role.kind(), packet.version());
        transmit(from, to -> to.owner().deliver(new Event.PacketReceived(to.name(), sender, solicit, !solicit)));
    }

    private interface Arrival {
        void at(Port port);
    }

    private void transmit(Port from, Arrival arrival) {
        later(LINK_MICROS, () -> {
            Port to = from.other();
            if (to.isOpen()) {
                arrival.at(to);
            }
        });
    }

    /** Sends a request, which fails if nothing listens at the other end. */
    private void ask(Port from, Arrival arrival, Runnable refused) {
        later(LINK_MICROS, () -> {
            Port to = from.other();
            if (to.isOpen()) {
                arrival.at(to);
            } else if (from.hasCarrier()) {
                world.after(LINK_MICROS, refused);
            }
        });
    }

    /** A request of ours was not answered. */
    private void failed(Port from, boolean isPush, long epoch) {
        Effect.Push push = from.push();
        if (isPush && push != null && push.epoch() == epoch) {
            from.endPush();
        }
        deliver(isPush
                ? new Event.PushFailed(from.name(), epoch, "closed")
                : new Event.PullFailed(from.name(), epoch, "closed"));
    }

    private void drop(Effect.DropRequest e) {
        Request request = serving.remove(e.request());
        if (request != null) {
            transmit(request.from(), to -> to.owner().failed(to, request.isPush(), request.epoch()));
        }
    }

    private <T> T timed(Supplier<T> work) {
        long begun = World.cpuNanos();
        T result = work.get();
        tally.nanos += World.cpuNanos() - begun;
        return result;
    }

    private void count(int bodyBytes, int paths) {
        tally.messages++;
        tally.bytes += bodyBytes;
        tally.paths += paths;
    }

    private void pull(Effect.Pull e) {
        ExchangeCodec codec = ExchangeCodec.of(e.peer().version());
        Port from = port(e.name());
        // Without a table, what it would hold is what the peer knows of it.
        Optional<TableDigest> held = isFull
                ? e.held()
                : from.other().owner().router.reports().digest(from.other().name()).or(e::held);
        String header = timed(() -> ExtensionsHeader.format(capabilities, held));
        count(0, 0);
        ask(from, to -> to.owner().pulled(to, codec, header, e.epoch()), () -> failed(from, false, e.epoch()));
    }

    private void pulled(Port at, ExchangeCodec codec, String header, long epoch) {
        long request = ++requests;
        serving.put(request, new Request(at, codec, false, epoch));
        Event event = timed(() -> new Event.PullReceived(at.name(), at.other().address(),
                ExtensionsHeader.parse(header), ExtensionsHeader.held(header), request));
        deliver(event);
    }

    private void answer(Effect.AnswerPull e) {
        Request request = Objects.requireNonNull(serving.remove(e.request()));
        byte[] body = e.isUnchanged()
                ? new byte[0]
                : timed(() -> request.codec().encodePullReply(e.table(), e.extensions()));
        count(body.length, e.table().size());
        tally.tables += e.isUnchanged() ? 0 : 1;
        transmit(request.from(), to -> to.owner()
                .answered(to, request.codec(), body, e.isUnchanged(), request.epoch(),
                        capabilities));
    }

    private void answered(Port at, ExchangeCodec codec, byte[] body, boolean isUnchanged, long epoch,
            PeerCapabilities theirs) {
        if (isUnchanged) {
            deliver(new Event.PullUnchanged(at.name(), epoch, theirs));
            return;
        }
        List<PathVector> table = isFull
                ? world.interner().shared(decode(() -> codec.decodePullReply(body).value()))
                : List.of();
        deliver(new Event.PullCompleted(at.name(), epoch, table, theirs));
    }

    private interface Decoding<T> {
        T run() throws BadJsonException;
    }

    private <T> T decode(Decoding<T> decoding) {
        return timed(() -> {
            try {
                return decoding.run();
            } catch (BadJsonException e) {
                throw new IllegalStateException("a body of ours cannot be read", e);
            }
        });
    }

    private void push(Effect.Push e) {
        world.pushed();
        Port from = port(e.name());
        List<byte[]> bodies = timed(() -> ExchangeCodec.of(e.peer().version())
                .encodeUpdate(e.update(), e.extensions())
                .bodies());
        tally.paths += e.update().size();
        from.begin(e, bodies);
        sendNext(from);
    }

    private void sendNext(Port from) {
        Effect.Push push = from.push();
        byte[] body = from.nextBody();
        if (push == null) {
            return;
        }
        if (body == null) {
            from.endPush();
            deliver(new Event.PushCompleted(from.name(), push.epoch()));
            return;
        }
        count(body.length, 0);
        ask(from, to -> to.owner().pushed(to, ExchangeCodec.of(push.peer().version()), body, push.epoch()),
                () -> failed(from, true, push.epoch()));
    }

    private void pushed(Port at, ExchangeCodec codec, byte[] body, long epoch) {
        if (!isFull) {
            transmit(at, to -> to.owner().sendNext(to));
            return;
        }
        long request = ++requests;
        serving.put(request, new Request(at, codec, true, epoch));
        Update update = world.interner().shared(decode(() -> codec.decodeUpdate(body).value()));
        deliver(new Event.PushReceived(at.name(), at.other().address(), update, request));
    }

    private void accept(Effect.AcceptPush e) {
        Request request = serving.remove(e.request());
        if (request != null) {
            count(0, 0);
            transmit(request.from(), to -> to.owner().sendNext(to));
        }
    }

    /** The paths that it holds, of all peers. */
    long heldPaths() {
        return router.reports().imported().values().stream().mapToLong(table -> table.size()).sum();
    }
}
