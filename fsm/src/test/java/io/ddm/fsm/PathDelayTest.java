package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
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
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.WeightedNextHop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A transit between two servers and a neighbor that hears of both: the delays of paths on their way through it. */
class PathDelayTest {

    private static final PeerIdentity ONE = peer("fe80::1", "one");
    private static final PeerIdentity TWO = peer("fe80::2", "two");
    private static final PeerIdentity THREE = peer("fe80::3", "three");
    private static final NextHop VIA_ONE = new NextHop(1, ONE.address());
    private static final NextHop VIA_TWO = new NextHop(2, TWO.address());
    private static final PeerCapabilities READS_DELAYS = PeerCapabilities.ours(1 << 20, "i");

    private final Map<String, Long> epochs = new HashMap<>();
    private RouterHarness hand = transit(MultipathMode.DELAY);

    private static RouterHarness transit(MultipathMode mode) {
        RouterHarness started = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, false)
                .withMultipath(new MultipathConfig(MultipathConfig.DEFAULT.failureDetectionTime(), mode,
                        Slack.NONE)));
        for (int i = 1; i <= 3; i++) {
            started.open("eth" + i, i);
        }
        return started;
    }

    private void meet(String name, PeerIdentity neighbor, PeerCapabilities capabilities, PathVector... table) {
        List<Effect> effects = hand.tell(new Event.PacketReceived(name, neighbor, false, true));
        only(Effect.Pull.class, effects).forEach(pull -> epochs.put(pull.name(), pull.epoch()));
        pushes(effects);
        pushes(hand.tell(new Event.PullCompleted(name, epoch(name), List.of(table), capabilities)));
        pushes(hand.pass(Duration.ofMillis(1)));
    }

    private long epoch(String name) {
        return epochs.getOrDefault(name, 0L);
    }

    private List<Update> measured(String name, long micros) {
        return pushes(hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe(name, epoch(name), ProbeState.OK, PathDelay.ofMicros(micros))))));
    }

    /** Every push is acknowledged; returns those to the third neighbor. */
    private List<Update> pushes(List<Effect> effects) {
        List<Update> toThree = new ArrayList<>();
        List<Effect> latest = effects;
        while (!latest.isEmpty()) {
            List<Effect> more = new ArrayList<>();
            for (Effect.Push push : only(Effect.Push.class, latest)) {
                if (push.name().equals("eth3")) {
                    toThree.add(push.update());
                }
                more.addAll(hand.tell(new Event.PushCompleted(push.name(), push.epoch())));
            }
            latest = more;
        }
        return toThree;
    }

    private List<Update> pass(long millis) {
        List<Update> all = new ArrayList<>();
        for (long i = 0; i < millis; i += 50) {
            all.addAll(pushes(hand.passMillis(50)));
            all.addAll(pushes(hand.tell(new Event.PacketReceived("eth1", ONE, false, true))));
            all.addAll(pushes(hand.tell(new Event.PacketReceived("eth2", TWO, false, true))));
            all.addAll(pushes(hand.tell(new Event.PacketReceived("eth3", THREE, false, true))));
        }
        return all;
    }

    private static PathVector withDelay(PathVector path, long micros) {
        return new PathVector(path.destination(), path.path().withDelay(PathDelay.ofMicros(micros)));
    }

    private List<WeightedNextHop> route() {
        return hand.router().reports().fib().getOrDefault(P, List.of());
    }

    @Test
    void addsTheDelayOfItsHop() {
        meet("eth1", ONE, READS_DELAYS, pv(P, "one"), withDelay(pv(Q, "x", "one"), 1000));
        meet("eth3", THREE, READS_DELAYS);
        measured("eth1", 300);
        assertThat(pass(1500)).containsExactly(new Update(
                List.of(withDelay(pv(P, "one", "me"), 300), withDelay(pv(Q, "x", "one", "me"), 1300)), List.of()));
    }

    @Test
    void unknownStaysUnknown() {
        meet("eth1", ONE, PeerCapabilities.NONE, pv(Q, "x", "one"));
        meet("eth3", THREE, READS_DELAYS);
        measured("eth1", 300);
        assertThat(pass(3000)).as("the router behind says no delay").isEmpty();
    }

    @Test
    void saysNothingToPeersThatDoNotReadDelays() {
        meet("eth1", ONE, READS_DELAYS, pv(P, "one"));
        meet("eth3", THREE, new PeerCapabilities(1 << 20, true, "i"));
        measured("eth1", 300);
        assertThat(pass(1000)).isEmpty();
        measured("eth1", 9000);
        assertThat(pass(3000)).isEmpty();
    }

    @Test
    void staysWithinTheDeadBand() {
        meet("eth1", ONE, READS_DELAYS, pv(P, "one"));
        meet("eth3", THREE, READS_DELAYS);
        measured("eth1", 1000);
        assertThat(pass(2000)).hasSize(1);
        for (int micros : new int[]{1249, 801, 1100}) {
            measured("eth1", micros);
            assertThat(pass(2000)).as("%d us", micros).isEmpty();
        }
        measured("eth1", 2000);
        assertThat(pass(10_000)).isNotEmpty()
                .last()
                .satisfies(update -> assertThat(update.announce().getFirst().path().delay().micros())
                        .isBetween(1600L, 2000L));
    }

    @Test
    void advertisesADelayAtMostOnceASecond() {
        meet("eth1", ONE, READS_DELAYS, pv(P, "one"));
        meet("eth2", TWO, READS_DELAYS, pv(Q, "two"));
        meet("eth3", THREE, READS_DELAYS);
        Random random = new Random(1);
        List<Update> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.addAll(measured("eth1", random.nextInt(100_000)));
            all.addAll(measured("eth2", random.nextInt(100_000)));
            all.addAll(pass(50));
        }
        assertThat(all).as("in 20 s").hasSizeBetween(5, 21);
    }

    @Test
    void newPathIsAdvertisedAtOnce() {
        meet("eth1", ONE, READS_DELAYS);
        meet("eth3", THREE, READS_DELAYS);
        measured("eth1", 300);
        pass(2000);
        List<Update> at = pushes(hand.tell(new Event.PushReceived("eth1", ONE.address(),
                new Update(List.of(pv(P, "one")), List.of()), 9)));
        assertThat(at).containsExactly(new Update(List.of(withDelay(pv(P, "one", "me"), 300)), List.of()));
    }

    @Test
    void weighsNextHopsByDelay() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        assertThat(route()).as("not measured yet")
                .containsExactly(new WeightedNextHop(VIA_ONE, 1), new WeightedNextHop(VIA_TWO, 1));
        measured("eth1", 1000);
        measured("eth2", 10_000);
        pass(100);
        assertThat(route()).containsExactly(new WeightedNextHop(VIA_ONE, 64), new WeightedNextHop(VIA_TWO, 6));
        measured("eth2", 1000);
        pushes(hand.tell(new Event.PushReceived("eth2", TWO.address(),
                new Update(List.of(withDelay(pv(P, "x", "two"), 1000)), List.of()), 9)));
        pass(10_000);
        assertThat(route()).as("equal again within 10 s")
                .containsExactly(new WeightedNextHop(VIA_ONE, 1), new WeightedNextHop(VIA_TWO, 1));
    }

    @Test
    void failedPeerKeepsItsWeight() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        measured("eth1", 1000);
        measured("eth2", 10_000);
        pass(300);
        List<Effect> failed = new ArrayList<>(hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe("eth1", epoch("eth1"), ProbeState.FAILED, PathDelay.UNKNOWN)))));
        failed.addAll(hand.passMillis(2000));
        assertThat(only(Effect.RankNextHops.class, failed)).hasSize(1);
        assertThat(only(Effect.Program.class, failed)).isEmpty();
    }

    @Test
    void standbyHasNoSayInTheWeightsOfOthers() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        hand.tell(new Event.LinkRoleSet("eth3", LinkRole.STANDBY));
        meet("eth3", THREE, READS_DELAYS, pv(P, "x", "three"));
        measured("eth1", 1000);
        measured("eth2", 10_000);
        pass(100);
        List<WeightedNextHop> weighted = List.of(new WeightedNextHop(VIA_ONE, 64), new WeightedNextHop(VIA_TWO, 6),
                new WeightedNextHop(new NextHop(3, THREE.address()), 1));
        assertThat(route()).as("a standby of unknown delay").containsExactlyElementsOf(weighted);
        pushes(hand.tell(new Event.PushReceived("eth3", THREE.address(),
                new Update(List.of(withDelay(pv(P, "x", "three"), 1)), List.of()), 9)));
        measured("eth3", 10);
        pass(100);
        assertThat(route()).as("a fast standby").containsExactlyElementsOf(weighted);
        hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe("eth3", epoch("eth3"), ProbeState.FAILED, PathDelay.UNKNOWN))));
        pass(100);
        assertThat(route()).as("a standby that has failed").containsExactlyElementsOf(weighted);
        hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe("eth3", epoch("eth3"), ProbeState.OK, PathDelay.ofMicros(10)))));
        hand.tell(new Event.LinkRoleSet("eth3", LinkRole.ACTIVE));
        pass(100);
        assertThat(route()).as("no longer a standby").last().extracting(WeightedNextHop::weight).isEqualTo(64);
    }

    @Test
    void offlineLinkChangesNoWeight() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        measured("eth1", 1000);
        measured("eth2", 10_000);
        pass(300);
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.OFFLINE)));
        effects.addAll(hand.passMillis(1500));
        effects.addAll(hand.tell(new Event.LinkRoleSet("eth1", LinkRole.ACTIVE)));
        effects.addAll(hand.passMillis(1500));
        assertThat(only(Effect.RankNextHops.class, effects)).hasSize(2);
        assertThat(only(Effect.Program.class, effects)).isEmpty();
    }

    /** Our own kernel moves flows at each change, and all routes of the group are programmed. */
    @Test
    void weightsFollowANeighborAtMostOnceASecond() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 1000));
        measured("eth1", 1000);
        measured("eth2", 1000);
        pass(2000);
        int changes = 0;
        for (int i = 0; i < 400; i++) {
            List<Effect> effects = new ArrayList<>(hand.tell(new Event.PushReceived("eth1", ONE.address(),
                    new Update(List.of(withDelay(pv(P, "x", "one"), i % 2 == 0 ? PathDelay.MAX_MICROS : 0)),
                            List.of()),
                    i)));
            effects.addAll(hand.passMillis(10));
            changes += only(Effect.Program.class, effects).size();
        }
        assertThat(changes).as("in 4 s").isBetween(3, 5);
    }

    /** A set of next hops that many networks share is edited once only if all of them change together. */
    @Test
    void newWeightsAreProgrammedAllTogether() {
        PathVector[] many = new PathVector[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = pv(Prefix.parse("fd00:" + Integer.toHexString(i + 16) + "::/64"), "x");
        }
        meet("eth1", ONE, READS_DELAYS, many);
        meet("eth2", TWO, READS_DELAYS, many);
        measured("eth1", 1000);
        measured("eth2", 1000);
        pass(2000);
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe("eth2", epoch("eth2"), ProbeState.OK, PathDelay.ofMicros(10_000))))));
        effects.addAll(hand.passMillis(500));
        assertThat(only(Effect.Program.class, effects)).hasSize(1)
                .allMatch(program -> program.changes().size() == 1000);
    }

    @Test
    void pathsThatComeOrGoDoNotWait() {
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        measured("eth1", 1000);
        hand.tell(new Event.PeersProbed(
                List.of(new PeerProbe("eth2", epoch("eth2"), ProbeState.OK, PathDelay.ofMicros(100)))));
        List<Effect> withdrawn = new ArrayList<>(hand.tell(new Event.PushReceived("eth1", ONE.address(),
                new Update(List.of(), List.of(pv(P, "x", "one"))), 9)));
        assertThat(only(Effect.Program.class, withdrawn)).hasSize(1);
        assertThat(only(Effect.Program.class, hand.passMillis(3000))).as("what waited is superseded").isEmpty();
    }

    @Test
    void sharesEquallyIfConfigured() {
        hand = transit(MultipathMode.EQUAL);
        meet("eth1", ONE, READS_DELAYS, withDelay(pv(P, "x", "one"), 1000));
        meet("eth2", TWO, READS_DELAYS, withDelay(pv(P, "x", "two"), 10_000));
        measured("eth1", 1000);
        measured("eth2", 10_000);
        pass(3000);
        assertThat(route()).containsExactly(new WeightedNextHop(VIA_ONE, 1), new WeightedNextHop(VIA_TWO, 1));
    }
}
