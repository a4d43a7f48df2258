package io.ddm.api.sim;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.wire.Decoded;
import io.ddm.api.wire.DiscoveryCodec;
import io.ddm.api.wire.DiscoveryPacket;
import io.ddm.api.wire.ExchangeCodec;
import io.ddm.api.wire.ExtensionsHeader;
import io.ddm.api.wire.HopRoom;
import io.ddm.api.wire.MalformedPacketException;
import io.ddm.fsm.Router;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.OfferedTable;
import io.ddm.fsm.rib.WeightedNextHop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of ours: the real core in a shell of the simulation. Knows of the core its events, its effects and its deadline.
 */
final class OurRouter implements Speaker {

    /** A body that we take; those of odd number take little, so that pushes between ours are cut too. */
    private static final int[] BODY_BYTES = {1 << 20, 4096};
    private static final long PATIENCE_WITH_STOP_MICROS = 2_000_000;

    private final SimRouter place;
    private final SimNetwork net;
    private final Router router;
    private final Tape.Track track;
    private final ProtocolVersion version;
    private final String extensions;
    private final int maxBody;
    private final List<OurLink> links = new ArrayList<>();
    private final Map<Prefix, List<NextHop>> fib = new LinkedHashMap<>();
    private final Map<NextHop, Integer> programmed = new LinkedHashMap<>();
    private final Map<String, Long> probing = new LinkedHashMap<>();
    private NextHopRanks ranks = NextHopRanks.NONE;
    private final Map<Long, SimExchange> serving = new LinkedHashMap<>();
    private long requests;
    private @Nullable Instant armed;
    private boolean stopping;
    private boolean stopped;

    OurRouter(SimRouter place) {
        this.place = place;
        this.net = place.net();
        RouterConfig config = RouterConfig.of(place.id(), place.kind())
                .withTimers(Timers.DEFAULT.withPullInterval(net.pullInterval()))
                .withMultipath(net.multipath());
        this.router = new Router(config, new TableDigest.Bits(place.number(), place.incarnation()));
        this.track = net.tape().begins(router, config, net.now());
        this.version = place.number() % 3 == 0 ? ProtocolVersion.V3 : ProtocolVersion.V2;
        this.maxBody = BODY_BYTES[place.number() % BODY_BYTES.length];
        this.extensions = ExtensionsHeader
                .format(PeerCapabilities.ours(maxBody, place.id() + "-" + place.incarnation()));
        place.ports().forEach(port -> links.add(new OurLink(this, port)));
    }

    SimRouter place() {
        return place;
    }

    String extensions() {
        return extensions;
    }

    /** The same with what a pull adds. */
    String extensions(Optional<TableDigest> held) {
        return ExtensionsHeader.format(ExtensionsHeader.parse(extensions), held);
    }

    /** What bodies for reference routers leave free, for the longest id of the network. */
    HopRoom hopRoom(RouterId peer) {
        return HopRoom.LEAST.fitting(place.id()).fitting(peer);
    }

    List<OurLink> links() {
        return links;
    }

    /** Whether {@link Event.Stop} was given. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether {@link Effect.Stopped} was heard. */
    boolean isStopped() {
        return stopped;
    }

    /** What the data plane was told so far. */
    Map<Prefix, List<NextHop>> fib() {
        return Collections.unmodifiableMap(fib);
    }

    /** The next hops that the data plane has now. */
    Set<NextHop> nextHops() {
        return Collections.unmodifiableSet(programmed.keySet());
    }

    /** Which next hops the data plane lets carry. */
    NextHopRanks ranks() {
        return ranks;
    }

    /** The peer of a link answers no probe for a while. */
    @Override
    public void losesProbes(SimPort port, long micros) {
        tell(probe(port, ProbeState.FAILED));
        net.after(micros, () -> tell(probe(port, ProbeState.OK)));
    }

    /** The first probes are answered, and others now and then, never after the same time. */
    private void measure(SimPort port) {
        net.after(net.delay(), () -> tell(probe(port, ProbeState.OK)));
        if (net.chance(0.5)) {
            net.after(1_000_000L + net.random().nextInt(5_000_000), () -> {
                if (!isEnded() && net.weather().equals(SimNetwork.Weather.FOUL)) {
                    measure(port);
                }
            });
        }
    }

    /** Every second for so long, a delay around that of the link. */
    void measureNoise(SimPort port, int seconds) {
        if (!isEnded() && seconds > 0) {
            double factor = Math.exp((2 * net.random().nextDouble() - 1) * Math.log(net.delayNoise()));
            long base = 200 + 100L * (port.owner().number() % 7);
            Long epoch = probing.get(port.name());
            if (epoch != null) {
                tell(new Event.PeersProbed(List.of(new PeerProbe(port.name(), epoch, ProbeState.OK,
                        PathDelay.ofMicros(Math.round(base * factor))))));
            }
            net.after(1_000_000, () -> measureNoise(port, seconds - 1));
        }
    }

    private Event.PeersProbed probe(SimPort port, ProbeState state) {
        Long epoch = probing.get(port.name());
        return new Event.PeersProbed(epoch == null
                ? List.of()
                : List.of(new PeerProbe(port.name(), epoch, state, delay())));
    }

    private PathDelay delay() {
        return net.chance(0.1) ? PathDelay.UNKNOWN : PathDelay.ofMicros(net.random().nextInt(2000));
    }

    @Override
    public void start() {
        tell(new Event.Originate(place.stored()));
        for (SimPort port : place.ports()) {
            tell(new Event.InterfaceConfigured(port.name()));
            if (port.hasCarrier()) {
                ready(port);
            }
        }
    }

    @Override
    public void end() {
        armed = null;
    }

    private boolean isEnded() {
        return place.process() != this;
    }

    /** Hands an event to the router, if it lives, and does what it says. */
    void tell(Event event) {
        if (isEnded()) {
            return;
        }
        boolean wasStopped = stopped;
        boolean wasStopping = stopping;
        net.countEvent();
        List<Effect> effects = router.handle(event, net.now());
        net.digest(place, event, effects);
        track.handled(event, effects, net.now());
        effects.forEach(this::run);
        Invariants.afterEvent(this, effects, wasStopping, wasStopped);
        arm();
    }

    /** The core wants to be called again: perhaps at once, while it has work left. */
    private void arm() {
        Instant deadline = router.nextDeadline().orElse(null);
        if (deadline == null || deadline.equals(armed)) {
            return;
        }
        armed = deadline;
        net.at(deadline, () -> {
            if (!isEnded() && deadline.equals(armed)) {
                armed = null;
                tell(new Event.Tick());
            }
        });
    }

    /** Whether the core has work that waits for no more than to be called. */
    boolean isBusy() {
        return router.nextDeadline().filter(deadline -> !deadline.isAfter(net.now())).isPresent();
    }

    @Override
    public void ready(SimPort port) {
        tell(new Event.InterfaceReady(port.name(), port.index(), port.address()));
    }

    @Override
    public void lost(SimPort port) {
        link(port).open(false);
        tell(new Event.InterfaceLost(port.name(), "no carrier"));
    }

    @Override
    public boolean listens(SimPort port) {
        return link(port).isOpen();
    }

    @Override
    public void packet(SimPort port, byte[] payload) {
        try {
            DiscoveryPacket packet = DiscoveryCodec.decode(payload);
            PeerIdentity sender = new PeerIdentity(port.otherEnd().address(), packet.sender(), packet.kind(),
                    packet.version());
            tell(new Event.PacketReceived(port.name(), sender, packet.solicit(), packet.advertise()));
        } catch (MalformedPacketException e) {
            throw new AssertionError("a packet that we cannot read", e);
        }
    }

    @Override
    public void request(SimPort port, SimExchange exchange) {
        SimExchange.Request request = exchange.request();
        Ipv6Address source = exchange.client().address();
        if (!request.push()) {
            serving.put(++requests, exchange);
            tell(new Event.PullReceived(port.name(), source, ExtensionsHeader.parse(request.extensions()),
                    ExtensionsHeader.held(request.extensions()), requests));
            return;
        }
        if (request.body().length > maxBody && exchange.speaker() instanceof OurRouter) {
            throw new AssertionError(place.id() + " is told more than it said that it takes");
        }
        try {
            Decoded<Update> update = ExchangeCodec.of(request.version()).decodeUpdate(request.body());
            Invariants.nothingSkipped(update.skipped());
            Invariants.body(exchange, update.value());
            serving.put(++requests, exchange);
            tell(new Event.PushReceived(port.name(), source, update.value(), requests));
        } catch (BadJsonException e) {
            throw new AssertionError("a push that we cannot read", e);
        }
    }

    @Override
    public void originate(Set<Destination> destinations) {
        tell(new Event.Originate(destinations));
    }

    @Override
    public void withdraw(Set<Destination> destinations) {
        tell(new Event.Withdraw(destinations));
    }

    @Override
    public void expirePeer(Ipv6Address address) {
        tell(new Event.ExpirePeer(address));
    }

    @Override
    public void synchronize() {
        tell(new Event.Synchronize());
    }

    @Override
    public void reconfigure(SimPort port, long afterMicros) {
        tell(new Event.InterfaceRemoved(port.name()));
        net.after(afterMicros, () -> tell(new Event.InterfaceConfigured(port.name())));
    }

    @Override
    public void stop() {
        if (!stopping) {
            tell(new Event.Stop());
            stopping = true;
            net.after(PATIENCE_WITH_STOP_MICROS, this::leave);
        }
    }

    private void leave() {
        if (!isEnded()) {
            if (net.isCalm() && net.claims(Claim.STOP)) {
                Oracle.nothingIsLeftOf(this);
            }
            place.crash();
        }
    }

    @Override
    public Collection<PathVector> holds(SimPort port) {
        OfferedTable table = router.reports().imported().get(port.nextHop());
        return table == null ? List.of() : List.copyOf(table);
    }

    @Override
    public List<PathVector> tells(SimPort port) {
        return new OurRules(place, this).tells(port);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.OpenInterface e -> openInterface(e);
            case Effect.CloseInterface e -> link(e.name()).open(false);
            case Effect.SendSolicitation e -> send(link(e.name()), true);
            case Effect.SendAdvertisement e -> {
                if (link(e.name()).port().otherEnd().address().equals(e.to())) {
                    send(link(e.name()), false);
                }
            }
            case Effect.Pull e -> {
                Invariants.mayPull(link(e.name()), e);
                link(e.name()).pull(e);
            }
            case Effect.Push e -> {
                Invariants.mayPush(link(e.name()), e);
                net.countPush(e.update().size());
                link(e.name()).push(e);
            }
            case Effect.CloseSession e -> link(e.name()).closeSession(e.epoch());
            case Effect.AnswerPull e -> {
                SimExchange pull = serve(e.request());
                if (e.isUnchanged()) {
                    pull.answer(new SimExchange.Reply(304, extensions, new byte[0]));
                    return;
                }
                net.countPaths(e.table().size());
                pull.answer(new SimExchange.Reply(200, extensions,
                        ExchangeCodec.of(pull.request().version()).encodePullReply(e.table(), e.extensions())));
            }
            case Effect.AcceptPush e -> serve(e.request()).answer(SimExchange.status(204));
            case Effect.DropRequest e -> serve(e.request()).drop();
            case Effect.Changed e -> link(e.name())
                    .peer(e.transition().to() == FsmState.EXCHANGE ? e.transition().peer().orElseThrow() : null);
            case Effect.Probe e -> {
                probing.put(e.name(), e.epoch());
                measure(link(e.name()).port());
            }
            case Effect.StopProbe e -> probing.remove(e.name());
            case Effect.RankNextHops e -> ranks = e.ranks();
            case Effect.Program e -> e.changes().forEach(this::program);
            case Effect.ProbesChanged e -> {
            }
            case Effect.Notice e -> {
            }
            case Effect.RejectedRoutes e -> {
                // While a network settles a path may be longer than is taken in; nothing else is ever refused.
                if (e.reason() != RejectReason.LONG_PATH) {
                    throw new AssertionError(place.id() + " refuses what simulated routers say: " + e);
                }
            }
            case Effect.Stopped e -> {
                stopped = true;
                // Until the data plane is clean and the process gone, events still come.
                net.after(50_000 + net.random().nextInt(300_000), this::leave);
            }
        }
    }

    private void program(FibChange change) {
        List<NextHop> nextHops = change.nextHops().stream().map(WeightedNextHop::nextHop).toList();
        List<NextHop> before = nextHops.isEmpty()
                ? fib.remove(change.network())
                : fib.put(change.network(), nextHops);
        nextHops.forEach(nextHop -> programmed.merge(nextHop, 1, Integer::sum));
        if (before != null) {
            before.forEach(nextHop -> programmed.computeIfPresent(nextHop, (n, count) -> count > 1 ? count - 1 : null));
        }
    }

    private void openInterface(Effect.OpenInterface e) {
        boolean fails = net.chance(net.weather().httpLoss());
        OurLink link = link(e.name());
        net.after(net.delay(), () -> {
            if (!isEnded() && link.port().hasCarrier()) {
                link.open(!fails);
                tell(fails
                        ? new Event.InterfaceOpenFailed(e.name(), e.epoch(), "address in use")
                        : new Event.InterfaceOpened(e.name(), e.epoch()));
            }
        });
    }

    private void send(OurLink from, boolean solicit) {
        from.port()
                .send(DiscoveryCodec.encode(new DiscoveryPacket(version, solicit, !solicit, place.kind(), place.id())));
    }

    private SimExchange serve(long request) {
        SimExchange served = serving.remove(request);
        if (served == null) {
            throw new AssertionError(place.id() + " answers a request that is not open: " + request);
        }
        return served;
    }

    private OurLink link(SimPort port) {
        return links.get(port.index() - 1);
    }

    private OurLink link(String name) {
        return links.get(Integer.parseInt(name.substring(1)) - 1);
    }
}
