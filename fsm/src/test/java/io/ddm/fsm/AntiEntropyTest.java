package io.ddm.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
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
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two routers that compare what one advertised with what the other holds, without sending it. */
class AntiEntropyTest {

    private static final Duration STEP = Duration.ofMillis(500);

    private final End a = new End("a", 1);
    private final End b = new End("b", 2);
    private final List<Runnable> wire = new ArrayList<>();
    private Instant now = RouterHarness.START;
    private Random random = new Random(1);
    private double loss;
    private int tables;
    private int unchanged;

    /** One router, and the link to the other. */
    private final class End {
        final PeerIdentity identity;
        final Router router;
        private final Map<Long, Consumer<@Nullable Effect>> serving = new TreeMap<>();
        private long requests;
        Optional<TableDigest> held = Optional.empty();
        End other = this;

        End(String id, int number) {
            identity = new PeerIdentity(new Ipv6Address(0xfe80L << 48, number), new RouterId(id), RouterKind.TRANSIT,
                    ProtocolVersion.V2);
            ImportPolicy denying = new ImportPolicy(
                    new PrefixFilter(List.of(), List.of(Prefix.parse("fd00:dead::/32"))), 100_000, 32);
            RouterConfig plain = RouterConfig.of(new RouterId(id), RouterKind.TRANSIT);
            router = new Router(
                    plain.withPolicies(Policies.DEFAULT.withImports(denying)),
                    new TableDigest.Bits(number, 7));
        }

        PeerCapabilities extensions() {
            return new PeerCapabilities(1 << 20, true, identity.id().value());
        }

        void tell(Event event) {
            router.handle(event, now).forEach(this::run);
        }

        void run(Effect effect) {
            switch (effect) {
                case Effect.OpenInterface e -> wire.add(() -> tell(new Event.InterfaceOpened(e.name(), e.epoch())));
                case Effect.SendSolicitation e ->
                    wire.add(() -> other.tell(new Event.PacketReceived("eth0", identity, true, false)));
                case Effect.SendAdvertisement e ->
                    wire.add(() -> other.tell(new Event.PacketReceived("eth0", identity, false, true)));
                case Effect.Push e -> {
                    if (isLost()) {
                        wire.add(() -> tell(new Event.PushFailed("eth0", e.epoch(), "lost")));
                        return;
                    }
                    wire.add(() -> other.serve(
                            new Event.PushReceived("eth0", identity.address(), e.update(), other.nextRequest()),
                            answer -> tell(answer == null || isLost()
                                    ? new Event.PushFailed("eth0", e.epoch(), "lost")
                                    : new Event.PushCompleted("eth0", e.epoch()))));
                }
                case Effect.Pull e -> {
                    held = e.held();
                    if (isLost()) {
                        wire.add(() -> tell(new Event.PullFailed("eth0", e.epoch(), "lost")));
                        return;
                    }
                    wire.add(() -> other.serve(new Event.PullReceived("eth0", identity.address(), extensions(),
                            e.held(), other.nextRequest()), answer -> {
                                if (!(answer instanceof Effect.AnswerPull given) || isLost()) {
                                    tell(new Event.PullFailed("eth0", e.epoch(), "lost"));
                                } else if (given.isUnchanged()) {
                                    unchanged++;
                                    tell(new Event.PullUnchanged("eth0", e.epoch(), other.extensions()));
                                } else {
                                    tables++;
                                    tell(new Event.PullCompleted("eth0", e.epoch(), given.table(), other.extensions()));
                                }
                            }));
                }
                case Effect.AnswerPull e -> answer(e.request(), e);
                case Effect.AcceptPush e -> answer(e.request(), e);
                case Effect.DropRequest e -> answer(e.request(), null);
                default -> {
                }
            }
        }

        long nextRequest() {
            return ++requests;
        }

        void serve(Event event, Consumer<@Nullable Effect> answer) {
            serving.put(requests, answer);
            tell(event);
        }

        void answer(long request, @Nullable Effect effect) {
            Consumer<@Nullable Effect> waiting = serving.remove(request);
            if (waiting != null) {
                wire.add(() -> waiting.accept(effect));
            }
        }

        Collection<PathVector> imported() {
            List<PathVector> all = new ArrayList<>();
            router.reports().imported().values().forEach(all::addAll);
            return all;
        }

        NavigableSet<Destination> originated() {
            NavigableSet<Destination> all = new TreeSet<>(Destination.ORDER);
            router.reports().originated().forEach(all::add);
            return all;
        }
    }

    private boolean isLost() {
        return random.nextDouble() < loss;
    }

    private void start() {
        a.other = b;
        b.other = a;
        for (End end : List.of(a, b)) {
            end.tell(new Event.InterfaceConfigured("eth0"));
            end.tell(new Event.InterfaceReady("eth0", 1, end.identity.address()));
        }
        pass(Duration.ofSeconds(2));
    }

    /** Time passes; messages arrive in any order if the wire is rough. */
    private void pass(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            while (!wire.isEmpty() || a.router.isBusy() || b.router.isBusy()) {
                if (!wire.isEmpty()) {
                    wire.remove(loss > 0 ? random.nextInt(wire.size()) : 0).run();
                }
                a.tell(new Event.Tick());
                b.tell(new Event.Tick());
                if (loss > 0 && random.nextInt(8) == 0) {
                    break;
                }
            }
            now = now.plus(Duration.ofMillis(100));
            a.tell(new Event.Tick());
            b.tell(new Event.Tick());
        }
    }

    @Test
    void sendsNothingKnownWhenNothingChanges() {
        start();
        a.tell(new Event.Originate(prefixes(0, 3000)));
        pass(Duration.ofSeconds(30));
        assertThat(b.imported()).hasSize(3000);
        tables = 0;
        unchanged = 0;
        pass(Duration.ofSeconds(60));
        assertThat(tables).isZero();
        assertThat(unchanged).isGreaterThan(6);
    }

    /** What is waiting or on its way comes by pushes anyway. */
    @Test
    void sendsNothingKnownWhileAChangeIsPushed() {
        start();
        a.tell(new Event.Originate(prefixes(0, 3000)));
        pass(Duration.ofSeconds(30));
        a.tell(new Event.Originate(prefixes(3000, 6000)));
        assertThat(a.router.isBusy()).isTrue();
        assertThat(answerToB()).isEqualTo(unchanged());
        while (a.router.isBusy()) {
            a.tell(new Event.Tick());
        }
        assertThat(wire).as("a push that has not arrived").hasSize(1);
        assertThat(answerToB()).isEqualTo(unchanged());
        pass(Duration.ofSeconds(1));
        assertThat(b.imported()).hasSize(6000);
    }

    /** Pushes do not reach the peer, but its pull has reached us. */
    @Test
    void sendsTheWholeTableWhileAFailedPushWaits() {
        start();
        a.tell(new Event.Originate(prefixes(0, 10)));
        pass(Duration.ofSeconds(30));
        loss = 1;
        a.tell(new Event.Originate(prefixes(10, 20)));
        while (a.router.isBusy()) {
            a.tell(new Event.Tick());
        }
        wire.removeFirst().run();
        assertThat(answerToB().table()).hasSize(20);
    }

    private Effect.AnswerPull unchanged() {
        return Effect.AnswerPull.unchanged(a.requests, b.extensions());
    }

    /** B pulls again with the digest of its last pull. */
    private Effect.AnswerPull answerToB() {
        Event pull = new Event.PullReceived("eth0", b.identity.address(), b.extensions(), b.held, a.nextRequest());
        List<Effect> effects = new ArrayList<>(a.router.handle(pull, now));
        while (RouterHarness.only(Effect.AnswerPull.class, effects).isEmpty()) {
            assertThat(a.router.isBusy()).isTrue();
            effects.addAll(a.router.handle(new Event.Tick(), now));
        }
        effects.stream().filter(effect -> !(effect instanceof Effect.AnswerPull)).forEach(a::run);
        return RouterHarness.only(Effect.AnswerPull.class, effects).getFirst();
    }

    @Test
    void comparesRejectedRoutesToo() {
        start();
        Set<Destination> some = new TreeSet<>(Destination.ORDER);
        some.add(Prefix.parse("fd00:dead::/64"));
        some.add(Prefix.parse("fd00:beef::/64"));
        a.tell(new Event.Originate(some));
        pass(Duration.ofSeconds(30));
        tables = 0;
        pass(Duration.ofSeconds(30));
        assertThat(b.imported()).hasSize(1);
        assertThat(tables).isZero();
    }

    @Test
    void repairsForgedRoutesByTheNextPull() {
        start();
        a.tell(new Event.Originate(prefixes(0, 10)));
        pass(Duration.ofSeconds(30));
        PathVector forged = new PathVector(Prefix.parse("fd00:f::/64"), RouterPath.of(new RouterId("a")));
        Destination first = prefixes(0, 1).iterator().next();
        PathVector taken = new PathVector(first, RouterPath.of(new RouterId("a")));
        b.tell(new Event.PushReceived("eth0", a.identity.address(), new Update(List.of(forged), List.of(taken)), 999));
        assertThat(b.imported()).contains(forged).doesNotContain(taken);
        tables = 0;
        pass(Duration.ofSeconds(14));
        assertThat(b.imported()).hasSize(10).contains(taken).doesNotContain(forged);
        assertThat(tables).as("one whole table").isEqualTo(1);
    }

    @Test
    void pullsLargeTablesWithoutDigestsMoreRarely() {
        RouterHarness hand = new RouterHarness(RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT));
        hand.open("eth0", 1);
        hand.hear(RouterHarness.BOB);
        List<PathVector> table = prefixes(0, 80_000).stream()
                .map(d -> new PathVector(d, RouterPath.of(new RouterId("bob"))))
                .toList();
        hand.tell(new Event.PullCompleted("eth0", hand.epoch(), table, PeerCapabilities.NONE));
        hand.passMillis(0);
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            hand.hear(RouterHarness.BOB);
            effects.addAll(hand.passMillis(1000));
        }
        assertThat(RouterHarness.only(Effect.Pull.class, effects)).as("250 us for each of 80,000 paths").isEmpty();
        hand.hear(RouterHarness.BOB);
        assertThat(RouterHarness.only(Effect.Pull.class, hand.passMillis(1000))).hasSize(1);
    }

    @Property(tries = 60)
    void agreesWithoutATableAfterAnySequence(@ForAll long seed) {
        new AntiEntropyTest().mix(new Random(seed));
    }

    private void mix(Random chance) {
        random = chance;
        loss = 0.2;
        start();
        for (int i = 0; i < 40; i++) {
            End end = random.nextBoolean() ? a : b;
            int from = random.nextInt(200);
            Set<Destination> some = prefixes(from, from + random.nextInt(60));
            if (random.nextInt(4) == 0) {
                some.add(new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), new Ipv6Address(0xfd00L << 48, 1), from, 0));
            }
            end.tell(random.nextBoolean() ? new Event.Originate(some) : new Event.Withdraw(some));
            if (random.nextInt(10) == 0) {
                end.tell(new Event.ExpirePeer(end.other.identity.address()));
            }
            pass(STEP.multipliedBy(random.nextInt(3)));
        }
        loss = 0;
        pass(Duration.ofSeconds(40));
        tables = 0;
        unchanged = 0;
        pass(Duration.ofSeconds(30));
        for (End end : List.of(a, b)) {
            NavigableSet<Destination> held = new TreeSet<>(Destination.ORDER);
            end.imported().forEach(p -> held.add(p.destination()));
            NavigableSet<Destination> originated = end.other.originated();
            assertThat(held).isEqualTo(originated);
        }
        assertThat(tables).isZero();
        assertThat(unchanged).isGreaterThan(2);
    }

    private static Set<Destination> prefixes(int from, int to) {
        Set<Destination> prefixes = new TreeSet<>(Destination.ORDER);
        for (int i = from; i < to; i++) {
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48 | i, 0), 64));
        }
        return prefixes;
    }
}
