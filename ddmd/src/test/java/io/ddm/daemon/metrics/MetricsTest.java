package io.ddm.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.InterfaceStats;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.daemon.health.Readiness;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
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
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The twelve figures, while a real router is driven by hand. */
final class MetricsTest {

    private static final InterfaceStats NOTHING = new InterfaceStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final PeerIdentity BOB = peer("fe80::b", "bob");
    private static final TunnelOrigin TUNNEL = new TunnelOrigin(IpPrefix.parse("203.0.113.0/24"),
            Ipv6Address.parse("fd00:2::1"), 47, 0);

    private final RouterConfig config = RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT);
    private final Router router = new Router(config);
    private final Metrics metrics = new Metrics(config,
            new StatsConfig(8001, false, Optional.empty(), Optional.empty()), "1.2.3");
    private final List<Effect> effects = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long requests;

    @BeforeEach
    void twoInterfaces() {
        for (String name : List.of("eth0", "eth1")) {
            tell(new Event.InterfaceConfigured(name));
        }
        tell(new Event.InterfaceReady("eth0", 1, Ipv6Address.parse("fe80::a")));
        tell(new Event.InterfaceOpened("eth0", last(Effect.OpenInterface.class).epoch()));
    }

    @Test
    void countsLoopTimeByKindOfEvent() {
        metrics.loopWork("Tick", Duration.ofMillis(1).toNanos());
        metrics.loopWork("Tick", Duration.ofMillis(21).toNanos());
        metrics.loopWork("PullCompleted", Duration.ofMillis(20).toNanos());
        assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8)).contains(
                "ddm_loop_cpu_seconds_bucket{event=\"Tick\",le=\"0.02\"} 1\n",
                "ddm_loop_cpu_seconds_bucket{event=\"Tick\",le=\"0.05\"} 2\n",
                "ddm_loop_cpu_seconds_bucket{event=\"PullCompleted\",le=\"0.02\"} 1\n",
                "ddm_loop_cpu_seconds_count{event=\"Tick\"} 2\n");
    }

    @Test
    void everyMetricHasHelp() {
        metrics.routes(() -> DataplaneStatus.EMPTY);
        update(List.of());
        session(path(Prefix.parse("fd00:2::/64"), "bob"), path(Prefix.parse("fd00:3::/64"), "me"));
        push(new Update(List.of(path(Prefix.parse("fd00:3::/64"), "bob")), List.of()));
        metrics.event(new Event.PacketReceived("eth0", BOB, true, false));
        metrics.event(new Event.PushFailed("eth0", 1, "timeout"));
        metrics.event(new Event.PullReceived("eth0", BOB.address(), PeerCapabilities.NONE, 1));
        metrics.event(new Event.PullUnchanged("eth0", 1, PeerCapabilities.NONE));
        tell(new Event.Originate(Set.of(Prefix.parse("fd00:1::/64"))));
        isReplacedBy(peer("fe80::bb", "bob"));
        metrics.packetDropped("eth0", "test");
        metrics.requestRefused("eth0", "test");
        metrics.replyRefused("eth0", "test");
        metrics.entriesSkipped("eth0", 1);
        metrics.adminRefused("admin", "test");
        metrics.loopWork("Tick", 1);
        assertThat(text().lines().filter(line -> line.startsWith("# HELP "))).hasSizeGreaterThan(25)
                .allMatch(line -> line.matches("# HELP ddm_\\w+ \\S.*"));
    }

    @Test
    void showsPeersAndPathsOfEachLink() {
        update(List.of());
        assertThat(text()).contains("ddm_peer_up{link=\"eth0\"} 0.0\n", "ddm_peer_up{link=\"eth1\"} 0.0\n",
                "ddm_imported_paths{link=\"eth0\"} 0.0\n", "ddm_peer_state{link=\"eth0\",state=\"solicit\"} 1.0\n",
                "ddm_peer_state{link=\"eth0\",state=\"exchange\"} 0.0\n",
                "ddm_peer_state{link=\"eth1\",state=\"init\"} 1.0\n");
        session(path(Prefix.parse("fd00:2::/64"), "bob"));
        update(List.of());
        assertThat(text()).contains("ddm_peer_up{link=\"eth0\"} 1.0\n", "ddm_imported_paths{link=\"eth0\"} 1.0\n",
                "ddm_peer_state{link=\"eth0\",state=\"exchange\"} 1.0\n",
                "ddm_peer_state_since_seconds{link=\"eth0\"} " + (double) now.getEpochSecond() + "\n",
                "ddm_prefixes{family=\"underlay\",kind=\"imported\"} 1.0\n");
        tell(new Event.InterfaceRemoved("eth1"));
        update(List.of());
        assertThat(text()).doesNotContain("ddm_peer_up{link=\"eth1\"}", "ddm_peer_state{link=\"eth1\"");
    }

    @Test
    void showsLinkOfProblem() {
        Problem problem = new Problem(ProblemKind.LINK_ODD, "eth0", "two neighbors", "check the cabling", now);
        update(List.of());
        assertThat(text()).contains("ddm_problem{code=\"link-odd\",link=\"\",severity=\"warning\"} 0.0\n")
                .doesNotContain("code=\"link-odd\",link=\"eth0\"");
        update(List.of(problem));
        assertThat(text()).contains("ddm_problem{code=\"link-odd\",link=\"eth0\",severity=\"warning\"} 1.0\n");
        update(List.of());
        assertThat(text()).contains("ddm_problem{code=\"link-odd\",link=\"eth0\",severity=\"warning\"} 0.0\n");
        tell(new Event.InterfaceRemoved("eth0"));
        update(List.of());
        assertThat(text()).doesNotContain("code=\"link-odd\",link=\"eth0\"");
    }

    @Test
    void showsVersionAndGates() {
        metrics.update(router.reports().all(), List.of(), Set.of(Readiness.Gate.ORIGINATED));
        assertThat(text()).contains("ddm_build_info{kind=\"transit\",router=\"me\",version=\"1.2.3\"} 1\n",
                "ddm_ready{gate=\"originated\"} 1.0\n", "ddm_ready{gate=\"fib\"} 0.0\n");
    }

    @Test
    void countersOfLinkBeginAtZero() {
        assertThat(text()).contains("ddm_peer_expirations_total{link=\"eth1\",reason=\"silence\"} 0.0\n",
                "ddm_failures_total{cause=\"push\",link=\"eth1\"} 0.0\n", "ddm_updates_sent_total{link=\"eth1\"} 0.0\n",
                "ddm_update_latency_seconds_count{link=\"eth1\"} 0\n");
    }

    @Test
    void countsExpirationsByReason() {
        session();
        tell(new Event.ExpirePeer(BOB.address()));
        session();
        tell(new Event.InterfaceLost("eth0", "no carrier"));
        assertThat(text()).contains("ddm_peer_expirations_total{link=\"eth0\",reason=\"admin\"} 1.0\n",
                "ddm_peer_expirations_total{link=\"eth0\",reason=\"link\"} 1.0\n");
        assertThat(stats(0).peerExpirations()).isEqualTo(2);
    }

    @Test
    void measuresOnlyAcknowledgedUpdates() {
        session();
        tell(new Event.Originate(Set.of(Prefix.parse("fd00:1::/64"))));
        tell(new Event.PushFailed("eth0", epoch(), "timeout"));
        assertThat(text()).contains("ddm_update_latency_seconds_count{link=\"eth0\"} 0\n");
        later(Duration.ofSeconds(3));
        tell(new Event.PushCompleted("eth0", epoch()));
        assertThat(text()).contains("ddm_update_latency_seconds_count{link=\"eth0\"} 1\n");
    }

    @Test
    void showsRoutesAndSeverities() {
        update(List.of());
        metrics.routes(() -> new DataplaneStatus(7, 5, 0, Map.of(Prefix.parse("fd00::/64"), "no"), Map.of(), 3,
                Optional.empty()));
        System.gc();
        assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8)).contains(
                "ddm_fib_routes{state=\"wanted\"} 7.0\n", "ddm_fib_routes{state=\"installed\"} 5.0\n",
                "ddm_fib_routes{state=\"refused\"} 1.0\n", "ddm_fib_drift_total 3.0\n",
                "ddm_problem{code=\"store-full\",link=\"\",severity=\"error\"} 0.0\n",
                "ddm_problem{code=\"link-odd\",link=\"\",severity=\"warning\"} 0.0\n");
    }

    @Test
    void showsZerosForMissingInterface() {
        assertThat(router.reports().all().interfaces().get(1).name()).isEqualTo("eth1");
        assertThat(stats(1)).isEqualTo(NOTHING);
    }

    @Test
    void countsDiscoveryInBothDirections() {
        assertThat(stats(0)).isEqualTo(new InterfaceStats(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        later(Duration.ofSeconds(1));
        long solicited = stats(0).solicitationsSent();
        tell(new Event.PacketReceived("eth0", BOB, true, false));
        assertThat(stats(0).solicitationsSent()).as("a stranger is solicited too").isEqualTo(solicited + 1);
        assertThat(stats(0).solicitationsReceived()).isEqualTo(1);
        assertThat(stats(0).advertisementsSent()).isEqualTo(1);
        hear(BOB);
        assertThat(stats(0).advertisementsReceived()).isEqualTo(1);
        assertThat(stats(0).peerEstablished()).isEqualTo(1);
        assertThat(stats(1)).as("the other interface").isEqualTo(NOTHING);
    }

    @Test
    void countsUpdatesAndTheirFailures() {
        session();
        tell(new Event.Originate(Set.of(Prefix.parse("fd00:1::/64"))));
        assertThat(stats(0).updatesSent()).isEqualTo(1);
        assertThat(stats(0).updateSendFail()).isZero();
        tell(new Event.PushFailed("eth0", epoch(), "timeout"));
        assertThat(stats(0).updateSendFail()).isEqualTo(1);
        later(Duration.ofSeconds(3));
        assertThat(stats(0).updatesSent()).as("tried again").isEqualTo(2);
        tell(new Event.PushCompleted("eth0", epoch()));
        assertThat(stats(0).updatesSent()).isEqualTo(2);
        assertThat(stats(0).updateSendFail()).isEqualTo(1);
    }

    @Test
    void importedGaugesEndWithThePeer() {
        session(path(Prefix.parse("fd00:2::/64"), "bob"), path(Prefix.parse("fd00:2::/64"), "bob", "x"));
        assertThat(stats(0).importedUnderlayPrefixes()).isEqualTo(2);
        push(new Update(List.of(path(Prefix.parse("fd00:3::/64"), "bob"), path(TUNNEL, "bob")), List.of()));
        assertThat(stats(0).updatesReceived()).isEqualTo(1);
        assertThat(stats(0).importedUnderlayPrefixes()).isEqualTo(3);
        assertThat(stats(0).importedTunnelEndpoints()).isEqualTo(1);
        push(new Update(List.of(), List.of(path(TUNNEL, "bob"))));
        assertThat(stats(0).importedTunnelEndpoints()).isZero();
        tell(new Event.ExpirePeer(BOB.address()));
        assertThat(stats(0).importedUnderlayPrefixes()).isZero();
        assertThat(stats(0).peerExpirations()).isEqualTo(1);
    }

    @Test
    void countsAddressChangesOfPeer() {
        session(path(Prefix.parse("fd00:2::/64"), "bob"));
        isReplacedBy(peer("fe80::bb", "bob"));
        InterfaceStats stats = stats(0);
        assertThat(stats.peerAddressChanges()).isEqualTo(1);
        assertThat(stats.peerExpirations()).isEqualTo(1);
        assertThat(stats.peerEstablished()).isEqualTo(2);
        assertThat(stats.importedUnderlayPrefixes()).as("the new address has offered nothing yet").isZero();
    }

    @Test
    void newKindOrPauseIsNoAddressChange() {
        session();
        isReplacedBy(new PeerIdentity(BOB.address(), BOB.id(), RouterKind.SERVER, ProtocolVersion.V2));
        assertThat(stats(0).peerEstablished()).isEqualTo(2);
        tell(new Event.ExpirePeer(BOB.address()));
        later(Duration.ofMillis(50));
        hear(peer("fe80::bb", "bob"));
        assertThat(stats(0).peerEstablished()).isEqualTo(3);
        assertThat(stats(0).peerAddressChanges()).isZero();
    }

    private void update(List<Problem> problems) {
        metrics.update(router.reports().all(), problems, Set.of());
    }

    private String text() {
        return new String(metrics.scrape(), StandardCharsets.UTF_8);
    }

    private InterfaceStats stats(int link) {
        return metrics.stats(router.reports().all(), router.reports().all().interfaces().get(link));
    }

    private void session(PathVector... table) {
        hear(BOB);
        tell(new Event.PullCompleted("eth0", epoch(), List.of(table), PeerCapabilities.NONE));
    }

    /** The peer is silent, and a neighbor with another identity answers both solicitations of the check. */
    private void isReplacedBy(PeerIdentity successor) {
        hear(successor);
        for (int round = 0; round < 2; round++) {
            hear(successor);
            later(Duration.ofMillis(250));
        }
    }

    private void hear(PeerIdentity sender) {
        tell(new Event.PacketReceived("eth0", sender, false, true));
    }

    private void push(Update update) {
        tell(new Event.PushReceived("eth0", BOB.address(), update, ++requests));
    }

    /** The epoch of the session that began last. */
    private long epoch() {
        return last(Effect.Pull.class).epoch();
    }

    private void later(Duration time) {
        Instant until = now.plus(time);
        while (!router.nextDeadline().orElse(Instant.MAX).isAfter(until)) {
            now = router.nextDeadline().orElseThrow();
            tell(new Event.Tick());
        }
        now = until;
    }

    private void tell(Event event) {
        metrics.event(event);
        List<Effect> decided = router.handle(event, now);
        decided.forEach(metrics::effect);
        effects.addAll(decided);
    }

    private <T extends Effect> T last(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).reduce((a, b) -> b).orElseThrow();
    }

    private static PeerIdentity peer(String address, String id) {
        return new PeerIdentity(Ipv6Address.parse(address), new RouterId(id), RouterKind.TRANSIT, ProtocolVersion.V2);
    }

    private static PathVector path(Destination destination, String... routers) {
        return new PathVector(destination, new RouterPath(Stream.of(routers).map(RouterId::new).toList()));
    }
}
