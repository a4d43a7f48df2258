package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A router driven by hand: the test is its shell and its clock. */
final class RouterHarness {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Ipv6Address OURS = Ipv6Address.parse("fe80::a");
    static final PeerIdentity BOB = peer("fe80::b", "bob");
    static final PeerIdentity CAROL = peer("fe80::c", "carol");
    static final Prefix P = Prefix.parse("fd00:1::/64");
    static final Prefix Q = Prefix.parse("fd00:2::/64");

    private final Router router;
    private Instant now = START;
    private long requests;
    private long epoch;
    private Optional<TableDigest> held = Optional.empty();

    RouterHarness(RouterKind kind) {
        this(config(kind, false));
    }

    RouterHarness(RouterConfig config) {
        router = new Router(config);
    }

    /** A router that is called me and pulls only when something asks for it. */
    static RouterConfig config(RouterKind kind, boolean damping) {
        return RouterConfig.of(new RouterId("me"), kind)
                .withTimers(Timers.DEFAULT.withPullInterval(Duration.ZERO))
                .withPolicies(Policies.DEFAULT.withDamping(damping));
    }

    /** A transit with an interface eth0 that is open, its first solicitation sent. */
    static RouterHarness soliciting() {
        RouterHarness hand = new RouterHarness(RouterKind.TRANSIT);
        hand.open("eth0", 1);
        return hand;
    }

    /** The same with Bob as its peer, the first pull answered with {@code table}, nothing under way. */
    static RouterHarness exchanging(PathVector... table) {
        RouterHarness hand = soliciting();
        hand.hear(BOB);
        hand.pulled("bob-1", table);
        return hand;
    }

    static PeerIdentity peer(String address, String id) {
        return new PeerIdentity(Ipv6Address.parse(address), new RouterId(id), RouterKind.TRANSIT, ProtocolVersion.V2);
    }

    static PathVector pv(Prefix prefix, String... path) {
        return new PathVector(prefix, new RouterPath(Stream.of(path).map(RouterId::new).toList()));
    }

    static PeerCapabilities extensions(String instance) {
        return instance.isEmpty() ? PeerCapabilities.NONE : new PeerCapabilities(1 << 20, true, instance);
    }

    static <T extends Effect> List<T> only(Class<T> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Router router() {
        return router;
    }

    Instant now() {
        return now;
    }

    List<Effect> tell(Event event) {
        List<Effect> effects = router.handle(event, now);
        for (Effect.Pull pull : only(Effect.Pull.class, effects)) {
            if (pull.name().equals("eth0")) {
                epoch = pull.epoch();
                held = pull.held();
            }
        }
        return effects;
    }

    void open(String name, int index) {
        tell(new Event.InterfaceConfigured(name));
        ready(name, index);
    }

    List<Effect> ready(String name, int index) {
        List<Effect> effects = new ArrayList<>(tell(new Event.InterfaceReady(name, index, OURS)));
        for (Effect.OpenInterface open : only(Effect.OpenInterface.class, effects)) {
            effects.addAll(tell(new Event.InterfaceOpened(name, open.epoch())));
        }
        return effects;
    }

    /** An advertisement on eth0. */
    List<Effect> hear(PeerIdentity sender) {
        return tell(new Event.PacketReceived("eth0", sender, false, true));
    }

    List<Effect> solicitedBy(PeerIdentity sender) {
        return tell(new Event.PacketReceived("eth0", sender, true, false));
    }

    /** The epoch of the last session on eth0, as its last pull said. */
    long epoch() {
        return epoch;
    }

    /** What the router said in its last pull on eth0 that it holds. */
    Optional<TableDigest> held() {
        return held;
    }

    List<Effect> pulled(String instance, PathVector... table) {
        return tell(new Event.PullCompleted("eth0", epoch, List.of(table), extensions(instance)));
    }

    List<Effect> pullFailed() {
        return tell(new Event.PullFailed("eth0", epoch, "timeout"));
    }

    List<Effect> pushed() {
        return tell(new Event.PushCompleted("eth0", epoch));
    }

    List<Effect> pushFailed() {
        return tell(new Event.PushFailed("eth0", epoch, "timeout"));
    }

    List<Effect> pullBy(PeerIdentity from, String instance) {
        return tell(new Event.PullReceived("eth0", from.address(), extensions(instance), ++requests));
    }

    List<Effect> pushBy(PeerIdentity from, Update update) {
        return tell(new Event.PushReceived("eth0", from.address(), update, ++requests));
    }

    List<Effect> announcedBy(PeerIdentity from, PathVector... paths) {
        return pushBy(from, new Update(List.of(paths), List.of()));
    }

    List<Effect> originate(Prefix... prefixes) {
        return tell(new Event.Originate(Set.of(prefixes)));
    }

    /** Time passes; the router is called whenever it asked for it. */
    List<Effect> pass(Duration time) {
        Instant until = now.plus(time);
        List<Effect> effects = new ArrayList<>();
        while (true) {
            Instant due = router.nextDeadline().orElse(Instant.MAX);
            if (due.isAfter(until)) {
                now = until;
                return effects;
            }
            now = due;
            effects.addAll(tell(new Event.Tick()));
        }
    }

    List<Effect> passMillis(long millis) {
        return pass(Duration.ofMillis(millis));
    }

    /** Time passes and the process does not run. */
    void freeze(Duration time) {
        now = now.plus(time);
    }

    InterfaceReport eth0() {
        return router.reports().all().interfaces().getFirst();
    }

    List<PathVector> imported() {
        return router.reports().imported().values().stream().flatMap(Collection::stream).toList();
    }
}
