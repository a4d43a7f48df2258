package io.ddm.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.daemon.dataplane.PlaneFindings;
import io.ddm.daemon.link.LinkDefect;
import io.ddm.daemon.store.StoreStatus;
import io.ddm.fsm.Router;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.LinkAnomaly;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class HealthTest {

    private static final Ipv6Address OURS = Ipv6Address.parse("fe80::1");
    private static final PeerIdentity PEER = new PeerIdentity(Ipv6Address.parse("fe80::2"), new RouterId("t1"),
            RouterKind.TRANSIT, ProtocolVersion.V2);

    private static final RouterConfig CONFIG = RouterConfig.of(new RouterId("s1"), RouterKind.SERVER);

    private final Router router = new Router(CONFIG);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;
    private StoreStatus store = StoreStatus.GOOD;
    private DataplaneStatus dataplane = DataplaneStatus.EMPTY;
    private final EventLoopMonitor lag = new EventLoopMonitor(() -> nanos, Duration.ZERO);
    private final Health health = new Health(CONFIG, true, () -> store, () -> dataplane, router.reports()::interfaces,
            lag, () -> now);

    @Test
    void reportsBeginAndEndOfProblem() {
        assertThat(health.problems()).isEmpty();
        store = new StoreStatus(Optional.empty(), Optional.of("no space left"), true);
        Instant began = now;
        health.problems();
        now = now.plusSeconds(10);
        assertThat(health.problems()).singleElement()
                .isEqualTo(new Problem(ProblemKind.STORE_FULL, "", "no space left", began));
        store = new StoreStatus(Optional.of("3 of 9 lines cannot be read"), Optional.of("read-only"), false);
        assertThat(kinds()).containsExactly(ProblemKind.STORE_UNWRITABLE, ProblemKind.STORE_DAMAGED);
        store = StoreStatus.GOOD;
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void namesRejectedRouteWithReason() {
        dataplane = new DataplaneStatus(7, 6, 0, Map.of(Prefix.parse("fd00:2::/64"), "no route to host"), Map.of(), 0,
                Optional.empty());
        assertThat(health.problems()).as("perhaps of a link that is just being lost").isEmpty();
        now = now.plusSeconds(2);
        assertThat(health.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.ROUTES_REFUSED);
            assertThat(problem.what())
                    .isEqualTo("the kernel rejects 1 of 7 networks, such as fd00:2::/64: no route to host");
        });
        dataplane = new DataplaneStatus(7, 7, 0, Map.of(), Map.of(), 0, Optional.empty());
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void reportsRepairForFiveMinutes() {
        dataplane = new DataplaneStatus(1, 1, 0, Map.of(), Map.of(), 2, Optional.empty());
        assertThat(kinds()).containsExactly(ProblemKind.ROUTES_REPAIRED);
        now = now.plus(Duration.ofMinutes(6));
        assertThat(kinds()).isEmpty();
    }

    @Test
    void reportsWhyInterfaceIsUnusable() {
        happens(new Event.InterfaceConfigured("eth1"));
        assertThat(what(ProblemKind.LINK_MISSING)).isEqualTo("there is no interface eth1");
        health.linksRead(Map.of("eth1", new LinkDefect(LinkDefect.Kind.NO_CARRIER, "no carrier")));
        assertThat(what(ProblemKind.LINK_UNUSABLE)).isEqualTo("cannot be used: no carrier");
        health.linksRead(Map.of());
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        happens(new Event.InterfaceOpenFailed("eth1", 1, "address in use"));
        assertThat(what(ProblemKind.LINK_UNUSABLE)).isEqualTo("cannot be used: address in use");
        now = now.plusSeconds(1);
        happens(new Event.Tick());
        happens(new Event.InterfaceOpened("eth1", 1));
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void reportsPeersThatDoNotAnswerProbes() {
        happens(new Event.InterfaceConfigured("eth1"));
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        happens(new Event.InterfaceOpened("eth1", 1));
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        happens(probes(ProbeState.FAILED));
        assertThat(what(ProblemKind.PROBES_FAILING)).contains("t1", "does not answer probes while other peers do");
        happens(probes(ProbeState.OK));
        assertThat(health.problems()).isEmpty();
        happens(probes(ProbeState.GROUP_FAILED));
        assertThat(what(ProblemKind.PROBES_FAILING)).contains("neither does any other peer");
        happens(new Event.ExpirePeer(PEER.address()));
        assertThat(kinds()).as("of a session that is over").doesNotContain(ProblemKind.PROBES_FAILING);
    }

    private static Event probes(ProbeState state) {
        return new Event.PeersProbed(List.of(new PeerProbe("eth1", 2, state, PathDelay.UNKNOWN)));
    }

    @Test
    void reportsThreeFailuresInARow() {
        happens(new Event.InterfaceConfigured("eth1"));
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        happens(new Event.InterfaceOpened("eth1", 1));
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        for (int i = 0; i < 2; i++) {
            happens(new Event.PushFailed("eth1", 2, "reset"));
            happens(new Event.PullFailed("eth1", 2, "status 500"));
        }
        assertThat(health.problems()).isEmpty();
        happens(new Event.PushFailed("eth1", 2, "reset"));
        happens(new Event.PullFailed("eth1", 2, "status 500"));
        now = now.plusMillis(3999);
        assertThat(health.problems()).as("a peer may open its exchange after it was found").isEmpty();
        now = now.plusMillis(1);
        assertThat(kinds()).containsExactly(ProblemKind.PUSHES_FAILING, ProblemKind.PULLS_FAILING);
        assertThat(what()).contains(" failed in a row, the last to ", "t1", "reset");
        happens(new Event.PushCompleted("eth1", 2));
        happens(new Event.InterfaceLost("eth1", "link down"));
        assertThat(kinds()).as("without a peer nothing fails")
                .containsExactly(ProblemKind.NO_INTERFACE, ProblemKind.LINK_MISSING);
    }

    @Test
    void reportsLateEventLoop() {
        nanos += EventLoopMonitor.PACE.toNanos();
        lag.beat();
        assertThat(health.problems()).isEmpty();
        nanos += Duration.ofMillis(1250 + 250).toNanos();
        assertThat(lag.isAlive()).isFalse();
        lag.beat();
        assertThat(lag.isAlive()).isTrue();
        assertThat(what()).contains("1250 ms late");
        nanos += Duration.ofMinutes(2).toNanos();
        assertThat(kinds()).isEmpty();
    }

    @Test
    void ignoresLagDuringWarmUp() {
        EventLoopMonitor young = new EventLoopMonitor(() -> nanos, EventLoopMonitor.WARM_UP);
        nanos += Duration.ofSeconds(6).toNanos();
        assertThat(young.isAlive()).isFalse();
        young.beat();
        assertThat(young.recent()).isEmpty();
        nanos += EventLoopMonitor.WARM_UP.toNanos();
        young.beat();
        assertThat(young.recent()).isPresent();
    }

    @Test
    void lagAdviceDependsOnNumberOfRoutes() {
        nanos += Duration.ofSeconds(2).toNanos();
        lag.beat();
        assertThat(fix(ProblemKind.LOOP_LAGGING)).contains("processor time").doesNotContain("prefixes");
        dataplane = new DataplaneStatus(20_000, 20_000, 0, Map.of(), Map.of(), 0, Optional.empty());
        assertThat(fix(ProblemKind.LOOP_LAGGING)).contains("processor time", "fewer prefixes");
    }

    @Test
    void passesGatesInOrder() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Readiness readiness = new Readiness(health, false, router.reports()::interfaces,
                router.reports()::isAnyTableAwaited, () -> written, Runnable::run, () -> now);
        happens(new Event.InterfaceConfigured("eth1"));
        assertThat(readiness.passed()).isEmpty();
        readiness.event(new Event.Originate(Set.of()));
        assertThat(readiness.passed()).containsExactly(Readiness.Gate.ORIGINATED);
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        readiness.linksKnown();
        assertThat(readiness.passed()).as("it is being opened").containsExactly(Readiness.Gate.ORIGINATED);
        happens(new Event.InterfaceOpened("eth1", 1));
        assertThat(readiness.passed()).containsExactly(Readiness.Gate.ORIGINATED, Readiness.Gate.LINKS);
        readiness.event(new Event.PullCompleted("eth1", 1, List.of(), io.ddm.fsm.model.PeerCapabilities.NONE));
        assertThat(readiness.passed()).doesNotContain(Readiness.Gate.FIB).contains(Readiness.Gate.PULLS);
        written.complete(null);
        assertThat(readiness.satisfied()).containsExactly(Readiness.Gate.values());
    }

    @Test
    void waitsBoundedTimeForNeighbor() {
        Readiness readiness = new Readiness(health, false, router.reports()::interfaces,
                router.reports()::isAnyTableAwaited, () -> CompletableFuture.completedFuture(null), Runnable::run,
                () -> now);
        readiness.event(new Event.Originate(Set.of()));
        readiness.linksKnown();
        happens(new Event.InterfaceConfigured("eth1"));
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        happens(new Event.InterfaceOpened("eth1", 1));
        now = now.plus(Readiness.PEER_TIMEOUT).minusMillis(1);
        assertThat(readiness.passed()).doesNotContain(Readiness.Gate.PULLS);
        now = now.plusMillis(1);
        assertThat(readiness.passed()).contains(Readiness.Gate.PULLS);
        assertThat(readiness.passed()).contains(Readiness.Gate.FIB);
    }

    @Test
    void reportsMissingAndUnusableInterfaces() {
        Health strict = new Health(CONFIG, false, () -> store, () -> dataplane, router.reports()::interfaces, lag,
                () -> now);
        Readiness readiness = new Readiness(strict, false, router.reports()::interfaces,
                router.reports()::isAnyTableAwaited, () -> CompletableFuture.completedFuture(null), Runnable::run,
                () -> now);
        readiness.event(new Event.Originate(Set.of()));
        readiness.linksKnown();
        assertThat(strict.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.NO_INTERFACE);
            assertThat(problem.kind().severity()).isEqualTo(ProblemKind.Severity.ERROR);
            assertThat(problem.what()).contains("no interface is configured");
        });
        assertThat(readiness.passed()).containsExactly(Readiness.Gate.ORIGINATED);
        happens(new Event.InterfaceConfigured("ethx"));
        happens(new Event.InterfaceConfigured("ethy"));
        now = now.plus(Readiness.PEER_TIMEOUT);
        assertThat(readiness.passed()).as("two misspelled names").containsExactly(Readiness.Gate.ORIGINATED);
        assertThat(strict.problems()).extracting(Problem::kind)
                .containsExactly(ProblemKind.NO_INTERFACE, ProblemKind.LINK_MISSING, ProblemKind.LINK_MISSING);
        assertThat(strict.problems()).extracting(Problem::what)
                .contains("there is no interface ethx", "there is no interface ethy");
        open("ethx");
        assertThat(strict.problems()).extracting(Problem::kind).containsExactly(ProblemKind.LINK_MISSING);
        assertThat(readiness.passed()).contains(Readiness.Gate.FIB);
    }

    @Test
    void isReadyWithoutInterfaceIfApiOnly() {
        Readiness readiness = new Readiness(health, true, router.reports()::interfaces,
                router.reports()::isAnyTableAwaited, () -> CompletableFuture.completedFuture(null), Runnable::run,
                () -> now);
        readiness.event(new Event.Originate(Set.of()));
        readiness.linksKnown();
        assertThat(readiness.passed()).contains(Readiness.Gate.PULLS);
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void reportsPeerThatFellSilent() {
        happens(new Event.InterfaceConfigured("eth1"));
        open("eth1");
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        for (int i = 0; i < 60; i++) {
            now = now.plusMillis(100);
            happens(new Event.Tick());
        }
        assertThat(health.problems()).as("it may be restarting").isEmpty();
        now = now.plusSeconds(10);
        assertThat(what(ProblemKind.PEER_SILENT)).contains("t1 (fe80::2) has been silent since ", "the link is up");
        assertThat(kinds()).containsExactly(ProblemKind.PEER_SILENT);
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void reportsPeerThatStaysAwayAfterLinkLoss() {
        happens(new Event.InterfaceConfigured("eth1"));
        open("eth1");
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        happens(new Event.InterfaceLost("eth1", "no carrier"));
        now = now.plusSeconds(1);
        open("eth1");
        assertThat(health.problems()).isEmpty();
        now = now.plusSeconds(10);
        assertThat(what(ProblemKind.PEER_LOST)).contains("t1 (fe80::2) was lost at ", "no carrier");
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void reportsLinkOnWhichNoPeerAppears() {
        Health strict = new Health(CONFIG, false, () -> store, () -> dataplane, router.reports()::interfaces, lag,
                () -> now);
        happens(new Event.InterfaceConfigured("eth1"));
        open("eth1");
        Instant opened = now;
        now = opened.plusMillis(9_999);
        assertThat(strict.problems()).isEmpty();
        now = opened.plusSeconds(10);
        assertThat(strict.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.NO_PEER);
            assertThat(problem.kind().severity()).isEqualTo(ProblemKind.Severity.WARNING);
            assertThat(problem.on()).isEqualTo("eth1");
            assertThat(problem.what()).contains("no peer has appeared since the link opened at " + opened);
            assertThat(problem.kind().fix()).contains("cable", "ff02::dd", "UDP port 3549", "TCP port 56797");
        });
        assertThat(health.problems()).as("--api-only").isEmpty();
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        assertThat(strict.problems()).isEmpty();
        happens(new Event.ExpirePeer(PEER.address()));
        now = now.plusSeconds(10);
        assertThat(strict.problems()).extracting(Problem::kind).as("it had one").containsExactly(ProblemKind.PEER_LOST);
    }

    @Test
    void namesTentativeAndDuplicateAddresses() {
        happens(new Event.InterfaceConfigured("eth1"));
        health.linksRead(Map.of("eth1", new LinkDefect(LinkDefect.Kind.TENTATIVE_ADDRESS, "tentative fe80::7")));
        assertThat(what(ProblemKind.ADDRESS_TENTATIVE)).isEqualTo("cannot be used: tentative fe80::7");
        health.linksRead(Map.of("eth1", new LinkDefect(LinkDefect.Kind.DUPLICATE_ADDRESS, "duplicate fe80::7")));
        assertThat(what(ProblemKind.ADDRESS_DUPLICATE)).isEqualTo("cannot be used: duplicate fe80::7");
        assertThat(kinds()).doesNotContain(ProblemKind.ADDRESS_TENTATIVE, ProblemKind.LINK_UNUSABLE);
    }

    @Test
    void warnsOfShortExpireThreshold() {
        assertThat(
                new Health(timers(2000, 4000), true, () -> store, () -> dataplane, List::of, lag, () -> now).problems())
                .isEmpty();
        assertThat(
                new Health(timers(2000, 3999), true, () -> store, () -> dataplane, List::of, lag, () -> now).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.EXPIRE_THRESHOLD_SHORT);
                    assertThat(problem.what()).contains("3999 ms", "4000 ms");
                });
    }

    @Test
    void reportsDisabledForwardingOnTransits() {
        dataplane = dataplane.withFindings(new PlaneFindings(Optional.empty(), false, 0, List.of()));
        assertThat(health.problems()).as("a server does not forward").isEmpty();
        assertThat(new Health(RouterConfig.of(new RouterId("t1"), RouterKind.TRANSIT), true, () -> store,
                () -> dataplane, List::of, lag, () -> now).problems()).singleElement().satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.FORWARDING_OFF);
                    assertThat(problem.kind().fix()).contains("sysctl -w net.ipv6.conf.all.forwarding=1");
                });
    }

    @Test
    void transitIsReadyOnlyWhileTheKernelForwards() {
        Health transit = new Health(RouterConfig.of(new RouterId("t1"), RouterKind.TRANSIT), true, () -> store,
                () -> dataplane, List::of, lag, () -> now);
        Readiness readiness = new Readiness(transit, true, List::of, () -> false,
                () -> CompletableFuture.completedFuture(null), Runnable::run, () -> now);
        readiness.event(new Event.Originate(Set.of()));
        readiness.linksKnown();
        assertThat(readiness.passed()).contains(Readiness.Gate.PULLS);
        assertThat(readiness.satisfied()).containsExactly(Readiness.Gate.values());
        dataplane = dataplane.withFindings(new PlaneFindings(Optional.empty(), false, 0, List.of()));
        assertThat(readiness.satisfied()).contains(Readiness.Gate.FIB).doesNotContain(Readiness.Gate.FORWARDING);
        dataplane = DataplaneStatus.EMPTY;
        assertThat(readiness.satisfied()).containsExactly(Readiness.Gate.values());
    }

    @Test
    void reportsForeignRoutesAndUnreadableKernel() {
        dataplane = dataplane.withFindings(new PlaneFindings(Optional.of("no complete audit for 31 s"), true, 7,
                List.of(new ForeignRoute(Prefix.parse("fd00:1::/64"), "static", "eth5", 10))));
        assertThat(what(ProblemKind.ROUTES_SHADOWED)).contains("7 networks",
                "fd00:1::/64 by a static route via eth5 with metric 10");
        assertThat(what(ProblemKind.KERNEL_UNREADABLE)).isEqualTo("routes: no complete audit for 31 s");
        dataplane = DataplaneStatus.EMPTY;
        health.linksUnreadable("not read completely for 30 s");
        assertThat(what(ProblemKind.KERNEL_UNREADABLE)).isEqualTo("interfaces: not read completely for 30 s");
        health.linksRead(Map.of());
        assertThat(health.problems()).isEmpty();
    }

    @Test
    void adviceFitsTheCauseOfAFailedExchange() {
        happens(new Event.InterfaceConfigured("eth1"));
        open("eth1");
        happens(new Event.PacketReceived("eth1", PEER, false, true));
        now = now.plusSeconds(4);
        assertThat(adviceAfterPulls("Connection refused")).contains("--exchange-port");
        assertThat(adviceAfterPulls("no complete reply within 3000 ms")).contains("firewall", "TCP 56797");
        assertThat(adviceAfterPulls("Socket closed")).contains("firewall", "TCP 56797");
        assertThat(adviceAfterPulls("401 Unauthorized: exchange authentication failed: missing key proof"))
                .contains("--exchange-key-file on both routers");
        assertThat(adviceAfterPulls("status 500")).isEqualTo(ProblemKind.PULLS_FAILING.fix());
    }

    private String adviceAfterPulls(String reason) {
        for (int i = 0; i < 3; i++) {
            happens(new Event.PullFailed("eth1", 2, reason));
        }
        return fix(ProblemKind.PULLS_FAILING);
    }

    @Test
    void adviceFitsTheCauseOfAnUnusableLink() {
        assertThat(new Health(CONFIG, false, () -> store, () -> dataplane, List::of, lag, () -> now).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.fix()).contains("-a eth1"));
        happens(new Event.InterfaceConfigured("lo"));
        health.linksRead(Map.of("lo", new LinkDefect(LinkDefect.Kind.NO_ADDRESS, "no link-local address")));
        assertThat(fix(ProblemKind.LINK_UNUSABLE)).contains("do not name lo");
        happens(new Event.InterfaceRemoved("lo"));
        happens(new Event.InterfaceConfigured("eth1"));
        health.linksRead(Map.of("eth1", new LinkDefect(LinkDefect.Kind.DOWN, "down")));
        assertThat(fix(ProblemKind.LINK_UNUSABLE)).contains("ip link set eth1 up");
        health.linksRead(Map.of());
        happens(new Event.InterfaceReady("eth1", 2, OURS));
        happens(new Event.InterfaceOpenFailed("eth1", 1, "Address already in use"));
        assertThat(fix(ProblemKind.LINK_UNUSABLE)).contains("UDP port 3549", "TCP 56797", "second ddmd");
    }

    @Test
    void adviceFitsTheAnomalyOfALink() {
        assertThat(Arrays.stream(LinkAnomaly.Kind.values())
                .map(kind -> Advice.anomalies(List.of(new LinkAnomaly(kind, "words", now, now)))))
                .doesNotHaveDuplicates();
        assertThat(Advice.anomalies(List.of(new LinkAnomaly(LinkAnomaly.Kind.UNAUTHENTICATED, "words", now, now))))
                .contains("--exchange-key-file on both routers");
        assertThat(Advice.anomalies(List.of(new LinkAnomaly(LinkAnomaly.Kind.DUPLICATE_ROUTER_ID, "words", now, now))))
                .contains("--router-id");
    }

    private String fix(ProblemKind kind) {
        return health.problems().stream().filter(problem -> problem.kind() == kind).findFirst().orElseThrow().fix();
    }

    @Test
    void logsErrorsAtErrorAndWarningsAtWarn() {
        Logger log = (Logger) LoggerFactory.getLogger("ddm.health");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            store = new StoreStatus(Optional.empty(), Optional.of("disk full"), true);
            dataplane = new DataplaneStatus(1, 1, 0, Map.of(), Map.of(), 2, Optional.empty());
            health.problems();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage().replaceFirst(":.*", ""))
                .containsExactly("ERROR store-full", "WARN routes-repaired");
    }

    @Test
    void everyProblemHasCodeAndFix() {
        assertThat(Arrays.stream(ProblemKind.values()).map(ProblemKind::code)).doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
        assertThat(ProblemKind.values()).allMatch(kind -> !kind.fix().isBlank());
    }

    private static RouterConfig timers(int solicitMs, int expireMs) {
        return CONFIG.withTimers(
                new Timers(Duration.ofMillis(solicitMs), Duration.ofMillis(expireMs), CONFIG.pullInterval()));
    }

    /** The interface becomes usable and is opened. */
    private void open(String name) {
        Event.InterfaceReady ready = new Event.InterfaceReady(name, 2, OURS);
        health.event(ready);
        router.handle(ready, now).forEach(effect -> {
            health.effect(effect);
            if (effect instanceof Effect.OpenInterface opening) {
                happens(new Event.InterfaceOpened(name, opening.epoch()));
            }
        });
    }

    private void happens(Event event) {
        health.event(event);
        router.handle(event, now).forEach(health::effect);
    }

    private List<ProblemKind> kinds() {
        return health.problems().stream().map(Problem::kind).toList();
    }

    private String what(ProblemKind kind) {
        return health.problems().stream().filter(problem -> problem.kind() == kind).findFirst().orElseThrow().what();
    }

    private String what() {
        return health.problems().getFirst().what();
    }
}
