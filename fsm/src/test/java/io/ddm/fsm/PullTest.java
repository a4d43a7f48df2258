package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.LinkAnomaly;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Periodic pulls: no lost message and no missed restart has lasting effects. */
class PullTest {

    private static final PeerIdentity BOB_TOO = peer("fe80::e", "bob");

    @Test
    void pullsEveryTenSecondsPlusOrMinusAQuarter() {
        RouterHarness hand = pulling("me");
        Set<Duration> pauses = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(untilNextPull(hand));
            hand.pulled("bob-1");
        }
        assertThat(pauses).hasSizeGreaterThan(15)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(12_500)));
    }

    @Test
    void spreadsThePullsOfRoutersThatStartTogether() {
        Set<Duration> pauses = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            pauses.add(untilNextPull(pulling("router" + i)));
        }
        assertThat(pauses).hasSizeGreaterThan(8);
    }

    @Test
    void repairsLostUpdatesByAPull() {
        RouterHarness hand = pulling("me", pv(P, "bob"));
        untilNextPull(hand);
        hand.pulled("bob-1", pv(Q, "bob"));
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
    }

    @Test
    void repeatsAPullThatAPushOvertook() {
        RouterHarness hand = pulling("me");
        untilNextPull(hand);
        hand.announcedBy(BOB, pv(P, "bob"));
        hand.pulled("bob-1");
        assertThat(hand.imported()).as("the push is newer").containsExactly(pv(P, "bob"));
        assertThat(untilNextPull(hand)).isEqualTo(Duration.ofSeconds(1));
        hand.pulled("bob-1");
        assertThat(hand.imported()).as("the pull is newer").isEmpty();
    }

    @Test
    void wholeTableIsPulledOnceForEachRequest() {
        RouterHarness hand = pulling("me");
        hand.tell(new Event.Synchronize());
        assertThat(hand.held()).as("requested").isEmpty();
        hand.pulled("bob-1");
        untilNextPull(hand);
        assertThat(hand.held()).as("it has come").isPresent();
        hand.tell(new Event.Synchronize());
        hand.pullFailed();
        hand.passMillis(100);
        assertThat(hand.held()).as("requested while another pull was under way, which failed").isEmpty();
        hand.pulled("bob-1");
        untilNextPull(hand);
        assertThat(hand.held()).as("it has come").isPresent();
    }

    @Test
    void wholeTableThatIsRequestedDuringAPullOfItIsPulledAgain() {
        RouterHarness hand = pulling("me");
        hand.tell(new Event.Synchronize());
        hand.tell(new Event.Synchronize());
        assertThat(only(Effect.Pull.class, hand.pulled("bob-1"))).singleElement()
                .satisfies(pull -> assertThat(pull.held()).isEmpty());
        hand.pulled("bob-1");
        untilNextPull(hand);
        assertThat(hand.held()).isPresent();
    }

    /** That is no answer to a pull that does not say what is held. */
    @Test
    void unchangedIsNoWholeTable() {
        RouterHarness hand = pulling("me");
        hand.tell(new Event.Synchronize());
        hand.tell(new Event.PullUnchanged("eth0", hand.epoch(), RouterHarness.extensions("bob-1")));
        untilNextPull(hand);
        assertThat(hand.held()).isEmpty();
    }

    @Test
    void noticesARestartByAPull() {
        RouterHarness hand = pulling("me");
        untilNextPull(hand);
        assertThat(only(Effect.Notice.class, hand.pulled("bob-2"))).singleElement()
                .extracting(Effect.Notice::message)
                .asString()
                .contains("bob", "has restarted");
    }

    @Test
    void pullsNoTableWhenStopped() {
        RouterHarness hand = pulling("me");
        hand.tell(new Event.Stop());
        assertThat(only(Effect.Pull.class, pass(hand, Duration.ofSeconds(30)))).isEmpty();
    }

    @Test
    void reportsTwoPeersWithOneIdAfterAWhile() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, false));
        hand.open("eth0", 1);
        hand.open("eth1", 2);
        long first = pullOf(hand.hear(BOB));
        long second = pullOf(hand.tell(new Event.PacketReceived("eth1", BOB_TOO, false, true)));
        hand.tell(new Event.PullCompleted("eth0", first, List.of(), RouterHarness.extensions("one")));
        hand.tell(new Event.PullCompleted("eth1", second, List.of(), RouterHarness.extensions("other")));
        assertThat(hand.eth0().anomalies()).as("one may have followed the other").isEmpty();
        hand.passMillis(4999);
        hand.hear(BOB);
        hand.tell(new Event.PacketReceived("eth1", BOB_TOO, false, true));
        hand.passMillis(1);
        hand.tell(new Event.Synchronize());
        List<Effect> effects = hand
                .tell(new Event.PullCompleted("eth0", first, List.of(), RouterHarness.extensions("one")));
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind)
                .containsExactly(LinkAnomaly.Kind.DUPLICATE_ROUTER_ID);
        assertThat(only(Effect.Notice.class, effects)).singleElement()
                .extracting(Effect.Notice::message)
                .asString()
                .contains("fe80::b", "fe80::e", "two routers with one id");
    }

    private static RouterHarness pulling(String id, PathVector... table) {
        RouterHarness hand = new RouterHarness(RouterConfig.of(new RouterId(id), RouterKind.TRANSIT));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.pulled("bob-1", table);
        return hand;
    }

    private static Duration untilNextPull(RouterHarness hand) {
        Instant from = hand.now();
        for (int i = 0; i < 30_000; i++) {
            if (!only(Effect.Pull.class, pass(hand, Duration.ofMillis(1))).isEmpty()) {
                return Duration.between(from, hand.now());
            }
        }
        throw new AssertionError("no pull within 30 s");
    }

    /** Time passes while Bob is heard. */
    private static List<Effect> pass(RouterHarness hand, Duration time) {
        hand.hear(BOB);
        return hand.pass(time);
    }

    private static long pullOf(List<Effect> effects) {
        return only(Effect.Pull.class, effects).getFirst().epoch();
    }
}
