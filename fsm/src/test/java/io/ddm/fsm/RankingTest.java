package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.OURS;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.extensions;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A transit with three neighbors: what probes, roles of links and lost peers do to next hops and to routes. */
class RankingTest {

    private static final PeerIdentity ONE = peer("fe80::1", "one");
    private static final PeerIdentity TWO = peer("fe80::2", "two");
    private static final PeerIdentity THREE = peer("fe80::3", "three");
    private static final NextHop VIA_ONE = new NextHop(1, ONE.address());
    private static final NextHop VIA_TWO = new NextHop(2, TWO.address());

    private final RouterHarness hand;
    private final Map<String, Long> epochs = new HashMap<>();

    RankingTest() {
        this.hand = started(MultipathConfig.DEFAULT);
    }

    private RouterHarness started(MultipathConfig multipath) {
        RouterHarness started = new RouterHarness(
                RouterHarness.config(RouterKind.TRANSIT, false).withMultipath(multipath));
        for (int i = 1; i <= 3; i++) {
            started.open("eth" + i, i);
        }
        return started;
    }

    private List<Effect> establish(String name, PeerIdentity neighbor, PathVector... table) {
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.PacketReceived(name, neighbor, false, true)));
        only(Effect.Pull.class, effects).forEach(pull -> epochs.put(pull.name(), pull.epoch()));
        effects.addAll(hand.tell(new Event.PullCompleted(name, epoch(name), List.of(table), extensions(name))));
        effects.addAll(hand.pass(Duration.ofMillis(1)));
        return effects;
    }

    private long epoch(String name) {
        return epochs.getOrDefault(name, 0L);
    }

    private List<Effect> probed(String name, ProbeState state) {
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe(name, epoch(name), state, PathDelay.ofMicros(100))))));
        effects.addAll(hand.pass(Duration.ofMillis(1)));
        return effects;
    }

    /** What the third neighbor is sent, all together; each push is acknowledged. */
    private Update pushedToThree(List<Effect> effects) {
        List<PathVector> announced = new ArrayList<>();
        List<PathVector> withdrawn = new ArrayList<>();
        List<Effect> latest = effects;
        while (!latest.isEmpty()) {
            List<Effect> more = new ArrayList<>();
            for (Effect.Push push : only(Effect.Push.class, latest)) {
                if (push.name().equals("eth3")) {
                    announced.addAll(push.update().announce());
                    withdrawn.addAll(push.update().withdraw());
                }
                more.addAll(hand.tell(new Event.PushCompleted(push.name(), push.epoch())));
            }
            latest = more;
        }
        return new Update(announced, withdrawn);
    }

    private void meetAll(PathVector[] fromOne, PathVector[] fromTwo) {
        pushedToThree(establish("eth1", ONE, fromOne));
        pushedToThree(establish("eth2", TWO, fromTwo));
        pushedToThree(establish("eth3", THREE));
    }

    private static PathVector[] table(PathVector... paths) {
        return paths;
    }

    private static NextHopRanks ranks(Object... nextHopsAndRanks) {
        TreeMap<NextHop, NextHopRank> ranks = new TreeMap<>();
        for (int i = 0; i < nextHopsAndRanks.length; i += 2) {
            ranks.put((NextHop) nextHopsAndRanks[i], (NextHopRank) nextHopsAndRanks[i + 1]);
        }
        return new NextHopRanks(ranks);
    }

    private static FibChange route(Prefix network, NextHop... nextHops) {
        return new FibChange(network, List.of(nextHops).stream().map(WeightedNextHop::equalShare).toList());
    }

    @Test
    void failedPeerCostsOneEffectAndNoRoute() {
        meetAll(table(pv(P, "x", "one"), pv(Q, "x", "one")), table(pv(P, "x", "two"), pv(Q, "x", "two")));
        List<Effect> failed = probed("eth1", ProbeState.FAILED);
        assertThat(only(Effect.RankNextHops.class, failed))
                .containsExactly(new Effect.RankNextHops(ranks(VIA_ONE, NextHopRank.FAILED)));
        assertThat(only(Effect.Program.class, failed)).isEmpty();
        assertThat(only(Effect.CloseSession.class, failed)).isEmpty();
        assertThat(pushedToThree(failed).withdraw()).as("only what goes through the failed peer")
                .containsExactlyInAnyOrder(pv(P, "x", "one", "me"), pv(Q, "x", "one", "me"));

        List<Effect> repaired = probed("eth1", ProbeState.OK);
        assertThat(only(Effect.RankNextHops.class, repaired))
                .containsExactly(new Effect.RankNextHops(NextHopRanks.NONE));
        assertThat(only(Effect.Program.class, repaired)).isEmpty();
        assertThat(pushedToThree(repaired).announce())
                .containsExactlyInAnyOrder(pv(P, "x", "one", "me"), pv(Q, "x", "one", "me"));
    }

    @Test
    void lastPathStaysInTheFibAndIsWithdrawn() {
        meetAll(table(pv(P, "x", "one")), table());
        List<Effect> failed = probed("eth1", ProbeState.FAILED);
        assertThat(only(Effect.Program.class, failed)).isEmpty();
        assertThat(pushedToThree(failed)).isEqualTo(new Update(List.of(), List.of(pv(P, "x", "one", "me"))));
    }

    @Test
    void longerPathReplacesFailedOnes() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "y", "two")));
        List<Effect> failed = probed("eth1", ProbeState.FAILED);
        assertThat(only(Effect.Program.class, failed))
                .containsExactly(new Effect.Program(List.of(route(P, VIA_TWO))));
        assertThat(pushedToThree(failed)).isEqualTo(
                new Update(List.of(pv(P, "x", "y", "two", "me")), List.of(pv(P, "x", "one", "me"))));
        List<Effect> repaired = probed("eth1", ProbeState.OK);
        assertThat(only(Effect.Program.class, repaired))
                .containsExactly(new Effect.Program(List.of(route(P, VIA_ONE))));
    }

    @Test
    void groupFailureAndUnknownChangeNothing() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        for (ProbeState state : List.of(ProbeState.UNKNOWN, ProbeState.OK, ProbeState.GROUP_FAILED)) {
            assertThat(only(Effect.RankNextHops.class, probed("eth1", state))).as(state.name()).isEmpty();
        }
    }

    @Test
    void saysWhatProbesShow() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        assertThat(notices(probed("eth1", ProbeState.OK))).as("nothing was wrong").isEmpty();
        assertThat(notices(probed("eth1", ProbeState.FAILED))).singleElement().asString().contains("other peers do");
        assertThat(notices(probed("eth1", ProbeState.GROUP_FAILED))).singleElement()
                .asString()
                .contains("neither does any other peer");
        assertThat(notices(probed("eth1", ProbeState.OK))).singleElement().asString().contains("answers probes again");
        assertThat(notices(probed("eth1", ProbeState.GROUP_FAILED))).hasSize(1);
    }

    /** Solicitations are 2 s apart: when two are lost, the session ends at 5 s although the peer answers probes. */
    @Test
    void peerThatAnswersProbesAgainIsSolicitedAtOnce() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        assertThat(only(Effect.SendSolicitation.class, probed("eth1", ProbeState.FAILED))).isEmpty();
        hand.pass(Duration.ofMillis(100));
        assertThat(only(Effect.SendSolicitation.class, probed("eth1", ProbeState.OK)))
                .containsExactly(new Effect.SendSolicitation("eth1"));
        assertThat(only(Effect.SendSolicitation.class, probed("eth2", ProbeState.OK))).as("nothing was wrong")
                .isEmpty();
    }

    @Test
    void reportsEachChangeOfWhatProbesShow() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        assertThat(hand.router().reports().all().probes()).containsOnlyKeys("eth1", "eth2", "eth3")
                .containsEntry("eth1", ProbeState.UNKNOWN);
        assertThat(changes(probed("eth1", ProbeState.OK))).containsExactly("one UNKNOWN -> OK");
        assertThat(changes(probed("eth1", ProbeState.OK))).as("the same again").isEmpty();
        assertThat(changes(probed("eth1", ProbeState.FAILED))).containsExactly("one OK -> FAILED");
        assertThat(changes(probed("eth2", ProbeState.GROUP_FAILED))).containsExactly("two UNKNOWN -> GROUP_FAILED");
        assertThat(hand.router().reports().all().probes()).containsEntry("eth1", ProbeState.FAILED)
                .containsEntry("eth2", ProbeState.GROUP_FAILED);
        assertThat(changes(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.OFFLINE)))).as("it is probed no more")
                .containsExactly("one FAILED -> UNKNOWN");
        assertThat(hand.router().reports().all().roles()).containsExactly(Map.entry("eth1", LinkRole.OFFLINE));
        assertThat(changes(hand.tell(new Event.ExpirePeer(TWO.address())))).as("its session is over").isEmpty();
        assertThat(hand.router().reports().all().probes()).containsOnlyKeys("eth3");
    }

    private static List<String> changes(List<Effect> effects) {
        return only(Effect.ProbesChanged.class, effects).stream()
                .map(change -> change.peer().id() + " " + change.from() + " -> " + change.to())
                .toList();
    }

    private static List<String> notices(List<Effect> effects) {
        return only(Effect.Notice.class, effects).stream().map(Effect.Notice::message).toList();
    }

    @Test
    void reportsOfAnOfflineLinkAreIgnored() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        hand.tell(new Event.LinkRoleSet("eth1", LinkRole.OFFLINE));
        hand.pass(Duration.ofMillis(1));
        assertThat(probed("eth1", ProbeState.FAILED)).as("it was on its way").isEmpty();
        assertThat(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.ACTIVE)))
                .contains(new Effect.RankNextHops(NextHopRanks.NONE));
    }

    @Test
    void probesOfAnotherSessionAreIgnored() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        List<Effect> late = hand.tell(new Event.PeersProbed(List
                .of(new PeerProbe("eth1", epoch("eth1") - 1, ProbeState.FAILED, PathDelay.UNKNOWN),
                        new PeerProbe("eth9", 1, ProbeState.FAILED, PathDelay.UNKNOWN))));
        assertThat(late).isEmpty();
    }

    @Test
    void routesThatArriveWhileThePeerFailsAreNotAdvertised() {
        meetAll(table(), table());
        probed("eth1", ProbeState.FAILED);
        List<Effect> effects = hand.tell(new Event.PushReceived("eth1", ONE.address(),
                new Update(List.of(pv(P, "x", "one")), List.of()), 77));
        assertThat(only(Effect.Program.class, effects)).as("it is the last one")
                .containsExactly(new Effect.Program(List.of(route(P, VIA_ONE))));
        assertThat(pushedToThree(effects).isEmpty()).isTrue();
        assertThat(pushedToThree(probed("eth1", ProbeState.OK)).announce())
                .containsExactly(pv(P, "x", "one", "me"));
    }

    @Test
    void peerThatKeepsFailingHasToProveItself() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        for (int i = 0; i < 3; i++) {
            probed("eth1", ProbeState.FAILED);
            assertThat(only(Effect.RankNextHops.class, probed("eth1", ProbeState.OK))).hasSize(1);
        }
        probed("eth1", ProbeState.FAILED);
        List<Effect> fourth = probed("eth1", ProbeState.OK);
        assertThat(only(Effect.RankNextHops.class, fourth)).as("the fourth time").isEmpty();
        assertThat(only(Effect.Notice.class, fourth)).singleElement()
                .asString()
                .contains("answers probes again, but keeps failing: its paths stay out of use");
        keepAlive(10);
        assertThat(hand.router().reports().ranks().of(VIA_ONE)).isEqualTo(NextHopRank.FAILED);
        keepAlive(20);
        assertThat(hand.router().reports().ranks()).isEqualTo(NextHopRanks.NONE);
    }

    /** For so many seconds all peers answer. */
    private void keepAlive(int seconds) {
        for (int i = 0; i < seconds; i++) {
            hand.pass(Duration.ofSeconds(1));
            hand.tell(new Event.PacketReceived("eth1", ONE, false, true));
            hand.tell(new Event.PacketReceived("eth2", TWO, false, true));
            hand.tell(new Event.PacketReceived("eth3", THREE, false, true));
        }
    }

    @Test
    void lostPeerIsOutOfUseUntilItsRoutesAreGone() {
        PathVector[] many = new PathVector[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = pv(Prefix.parse("fd00:" + Integer.toHexString(i + 256) + "::/64"), "x", "one");
        }
        meetAll(many, table());
        List<Effect> first = hand.tell(new Event.InterfaceLost("eth1", "no carrier"));
        assertThat(only(Effect.RankNextHops.class, first)).as("in the first of many slices")
                .containsExactly(new Effect.RankNextHops(ranks(VIA_ONE, NextHopRank.FAILED)));
        List<Effect> rest = hand.pass(Duration.ofMillis(1));
        assertThat(only(Effect.RankNextHops.class, rest)).containsExactly(new Effect.RankNextHops(NextHopRanks.NONE));
        assertThat(hand.router().reports().fib()).isEmpty();
    }

    @Test
    void offlineLinkIsOutOfUseAndNotProbed() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        List<Effect> offline = new ArrayList<>(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.OFFLINE)));
        offline.addAll(hand.pass(Duration.ofMillis(1)));
        assertThat(offline.subList(0, 2)).as("first out of use, then no longer watched")
                .containsExactly(new Effect.RankNextHops(ranks(VIA_ONE, NextHopRank.OFFLINE)),
                        new Effect.StopProbe("eth1"));
        assertThat(only(Effect.Program.class, offline)).isEmpty();
        assertThat(pushedToThree(offline).withdraw()).containsExactly(pv(P, "x", "one", "me"));
        List<Effect> online = hand.tell(new Event.LinkRoleSet("eth1", LinkRole.ACTIVE));
        assertThat(online).contains(new Effect.RankNextHops(NextHopRanks.NONE),
                new Effect.Probe("eth1", epoch("eth1"), 1, OURS, ONE.address()));
    }

    /** So that nothing arrives over it when it is unplugged. */
    @Test
    void peerOfAnOfflineLinkIsAdvertisedNothing() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        assertThat(pushedToThree(follow(new Event.Originate(Set.of(Q)))).announce()).contains(pv(Q, "me"));
        Update withdrawn = pushedToThree(follow(new Event.LinkRoleSet("eth3", LinkRole.OFFLINE)));
        assertThat(withdrawn.announce()).isEmpty();
        assertThat(withdrawn.withdraw()).contains(pv(Q, "me"), pv(P, "x", "one", "me"));
        Update again = pushedToThree(follow(new Event.LinkRoleSet("eth3", LinkRole.ACTIVE)));
        assertThat(again.announce()).contains(pv(Q, "me"), pv(P, "x", "one", "me"));
    }

    private List<Effect> follow(Event event) {
        List<Effect> effects = new ArrayList<>(hand.tell(event));
        effects.addAll(hand.passMillis(1));
        return effects;
    }

    @Test
    void standbyLinkIsProbedAndStaysAdvertised() {
        meetAll(table(pv(P, "x", "one")), table(pv(P, "x", "two")));
        List<Effect> standby = new ArrayList<>(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.STANDBY)));
        standby.addAll(hand.pass(Duration.ofMillis(1)));
        assertThat(standby).containsExactly(new Effect.RankNextHops(ranks(VIA_ONE, NextHopRank.STANDBY)));
    }

    @Test
    void peersAreProbedWhileTheirSessionsLast() {
        List<Effect> met = establish("eth1", ONE);
        assertThat(only(Effect.Probe.class, met))
                .containsExactly(new Effect.Probe("eth1", epoch("eth1"), 1, OURS, ONE.address()));
        assertThat(hand.tell(new Event.ExpirePeer(ONE.address()))).contains(new Effect.StopProbe("eth1"));
    }

    /** A sorted map may move the next entry into the place of one that is removed. */
    @Test
    void onlyTheLostPeerIsNoLongerProbed() {
        establish("eth1", ONE);
        establish("eth2", TWO);
        establish("eth3", THREE);
        assertThat(only(Effect.StopProbe.class, hand.tell(new Event.ExpirePeer(TWO.address()))))
                .containsExactly(new Effect.StopProbe("eth2"));
    }

    @Test
    void probesNoPeerWithoutATimeOfDetection() {
        RouterHarness without = started(new MultipathConfig(Duration.ZERO, MultipathMode.DELAY, Slack.NONE));
        List<Effect> met = without.tell(new Event.PacketReceived("eth1", ONE, false, true));
        assertThat(only(Effect.Pull.class, met)).hasSize(1);
        assertThat(only(Effect.Probe.class, met)).isEmpty();
    }
}
