package io.ddm.fsm.sim;

import io.ddm.fsm.Effect;
import io.ddm.fsm.Event;
import io.ddm.fsm.Router;
import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.FsmState;
import io.ddm.fsm.peer.PeerIdentity;
import io.ddm.fsm.rib.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shell of one router: carries out its effects on the simulated network, and can crash. */
final class SimRouter {

    private final SimNetwork net;
    private final int number;
    private final RouterId id;
    private final RouterKind kind;
    private final boolean reference;
    private final List<SimPort> ports = new ArrayList<>();
    private final Set<Destination> stored = new LinkedHashSet<>();
    private final Map<Long, SimRequest> serving = new LinkedHashMap<>();
    private final List<SimRequest> asking = new ArrayList<>();
    private @Nullable Router router;
    private int incarnation;
    private long requests;
    private @Nullable Instant armed;

    /**
     * @param reference whether it says no more than the reference does, so no instance either, and pulls only when it meets somebody
     */
    SimRouter(SimNetwork net, int number, RouterId id, RouterKind kind, boolean reference) {
        this.net = net;
        this.number = number;
        this.id = id;
        this.kind = kind;
        this.reference = reference;
    }

    int number() {
        return number;
    }

    RouterId id() {
        return id;
    }

    RouterKind kind() {
        return kind;
    }

    boolean isReference() {
        return reference;
    }

    int incarnation() {
        return incarnation;
    }

    List<SimPort> ports() {
        return ports;
    }

    /** What it originates, also across crashes. */
    Set<Destination> stored() {
        return Collections.unmodifiableSet(stored);
    }

    boolean isAlive() {
        return router != null;
    }

    Router router() {
        if (router == null) {
            throw new IllegalStateException(id + " has crashed");
        }
        return router;
    }

    SimPort addPort(SimLink link) {
        SimPort port = new SimPort(this, link, ports.size() + 1);
        ports.add(port);
        return port;
    }

    void start() {
        incarnation++;
        router = new Router(RouterConfig.of(id, kind).withPullInterval(reference ? Duration.ZERO : net.pullInterval()));
        tell(new Event.Originate(Set.copyOf(stored)));
        for (SimPort port : ports) {
            tell(new Event.InterfaceConfigured(port.name()));
            if (port.hasCarrier()) {
                tell(new Event.InterfaceReady(port.name(), port.index(), port.address()));
            }
        }
    }

    void crash() {
        router = null;
        armed = null;
        serving.clear();
        asking.clear();
        ports.forEach(SimPort::forget);
    }

    void originate(Set<? extends Destination> destinations) {
        stored.addAll(destinations);
        tell(new Event.Originate(Set.copyOf(destinations)));
    }

    void withdraw(Set<? extends Destination> destinations) {
        stored.removeAll(destinations);
        tell(new Event.Withdraw(Set.copyOf(destinations)));
    }

    /** Hands an event to the router, if it lives, and does what it says. */
    void tell(Event event) {
        if (router == null) {
            return;
        }
        net.countEvent();
        List<Effect> effects = router.handle(event, net.now());
        effects.forEach(this::run);
        Invariants.afterEvent(this, effects, net.now());
        if (net.events() % 10_000 == 0) {
            Invariants.wholeFib(this);
        }
        arm();
    }

    void pullArrived(SimPort port, SimRequest request) {
        long number = ++requests;
        serving.put(number, request);
        tell(new Event.PullReceived(port.name(), request.client().address(),
                request.client().owner().extensions(), number));
    }

    void pushArrived(SimPort port, SimRequest request, Update update) {
        long number = ++requests;
        serving.put(number, request);
        tell(new Event.PushReceived(port.name(), request.client().address(), update, number));
    }

    void pullCompleted(SimPort port, long epoch, List<PathVector> table, Extensions theirs) {
        finished(port, epoch, false);
        tell(new Event.PullCompleted(port.name(), epoch, table, theirs));
    }

    void pushCompleted(SimPort port, long epoch) {
        finished(port, epoch, true);
        tell(new Event.PushCompleted(port.name(), epoch));
    }

    void requestFailed(SimPort port, long epoch, boolean push, String reason) {
        finished(port, epoch, push);
        tell(push
                ? new Event.PushFailed(port.name(), epoch, reason)
                : new Event.PullFailed(port.name(), epoch, reason));
    }

    private void finished(SimPort port, long epoch, boolean push) {
        if (port.isLive(epoch)) {
            if (push) {
                port.pushing(false);
            } else {
                port.pulling(false);
            }
        }
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.OpenInterface e -> openInterface(e);
            case Effect.CloseInterface e -> port(e.name()).open(false);
            case Effect.SendSolicitation e -> packet(port(e.name()), true);
            case Effect.SendAdvertisement e -> {
                if (port(e.name()).otherEnd().address().equals(e.to())) {
                    packet(port(e.name()), false);
                }
            }
            case Effect.Pull e -> {
                Invariants.mayPull(this, port(e.name()), e);
                port(e.name()).pulling(true);
                ask(port(e.name()), e.epoch(), e.peer().address(), null);
            }
            case Effect.Push e -> {
                Invariants.mayPush(this, port(e.name()), e);
                port(e.name()).pushing(true);
                net.countPush();
                ask(port(e.name()), e.epoch(), e.peer().address(), e.update());
            }
            case Effect.CloseSession e -> closeSession(port(e.name()), e.epoch());
            case Effect.AnswerPull e -> {
                net.countExchange(e.table().size());
                serve(e.request()).answered(e.table(), extensions());
            }
            case Effect.AcceptPush e -> serve(e.request()).accepted();
            case Effect.DropRequest e -> serve(e.request()).dropped();
            case Effect.Changed e -> port(e.name()).peer(e.transition().to() == FsmState.EXCHANGE
                    ? e.transition().peer().orElseThrow()
                    : null);
            case Effect.Program e -> {
            }
            case Effect.Notice e -> {
            }
            case Effect.Refused e -> {
                // While a network settles a path may be longer than is taken in; nothing else is ever refused.
                if (e.reason() != Refusal.LONG_PATH) {
                    throw new AssertionError(id + " refuses what simulated routers say: " + e);
                }
            }
            case Effect.Stopped e -> {
            }
        }
    }

    private void openInterface(Effect.OpenInterface e) {
        int born = incarnation;
        boolean fails = net.chance(net.weather().httpLoss());
        net.after(net.delay(), () -> {
            if (incarnation == born && isAlive() && port(e.name()).hasCarrier()) {
                port(e.name()).open(!fails);
                tell(fails
                        ? new Event.InterfaceOpenFailed(e.name(), e.epoch(), "address in use")
                        : new Event.InterfaceOpened(e.name(), e.epoch()));
            }
        });
    }

    private void packet(SimPort from, boolean solicit) {
        if (!net.chance(net.weather().packetLoss())) {
            PeerIdentity identity = new PeerIdentity(from.address(), id, kind, ProtocolVersion.V2);
            SimPort to = from.otherEnd();
            net.after(net.delay(), () -> {
                if (from.link().isUp() && to.isOpen()) {
                    to.owner().tell(new Event.PacketReceived(to.name(), identity, solicit, !solicit));
                }
            });
        }
    }

    private void ask(SimPort port, long epoch, Ipv6Address to, @Nullable Update update) {
        net.countExchange(update == null ? 0 : update.announce().size() + update.withdraw().size());
        SimRequest request = new SimRequest(net, port, epoch, to, update);
        asking.removeIf(SimRequest::isDone);
        asking.add(request);
        request.send();
    }

    private SimRequest serve(long request) {
        SimRequest served = serving.remove(request);
        if (served == null) {
            throw new AssertionError(id + " answers a request that is not open: " + request);
        }
        return served;
    }

    private void closeSession(SimPort port, long epoch) {
        port.closed(epoch);
        asking.removeIf(request -> {
            boolean over = request.client() == port && request.epoch() <= epoch;
            if (over) {
                request.abandon();
            }
            return over;
        });
    }

    private void arm() {
        Instant deadline = router().nextDeadline().orElse(null);
        if (deadline == null || deadline.equals(armed)) {
            return;
        }
        armed = deadline;
        int born = incarnation;
        net.at(deadline, () -> {
            if (incarnation == born && deadline.equals(armed)) {
                armed = null;
                tell(new Event.Tick());
            }
        });
    }

    private Extensions extensions() {
        return reference ? Extensions.NONE : new Extensions(1 << 20, true, id + "-" + incarnation);
    }

    private SimPort port(String name) {
        return ports.get(Integer.parseInt(name.substring(1)) - 1);
    }
}
