package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A transit between Bob, whose prefix flaps, and Carol: she is not made to follow each change. */
class FlappingTest {

    private static final PeerIdentity DAVE = RouterHarness.peer("fe80::d", "dave");

    private final RouterHarness hand = RouterHarness.exchanging();
    private final List<Update> toCarol = new ArrayList<>();
    private long carol;
    private long requests = 1_000_000;

    @Test
    void dampsFlappingPrefixForOtherPeers() {
        meetCarol();
        int pushes = flap(600, 50);
        assertThat(pushes).isEqualTo(600);
        assertThat(toCarol).as("of 600 in 30 s").hasSizeBetween(40, 60);
        settle(Duration.ofSeconds(16));
        assertThat(lacksPath()).as("what is so in the end").isEqualTo(hand.imported().isEmpty());
    }

    @Test
    void neverDelaysWithdrawals() {
        meetCarol();
        flap(100, 50);
        announce();
        settle(Duration.ofSeconds(5));
        assertThat(lacksPath()).as("announced after a pause").isFalse();
        withdraw();
        assertThat(lacksPath()).as("at once").isTrue();
        announce();
        assertThat(lacksPath()).as("not at once").isTrue();
    }

    @Test
    void withdrawsFlappingPathAtOnceAndReplacesItLater() {
        meetCarol();
        flap(100, 50);
        announce();
        settle(Duration.ofSeconds(5));
        toCarol.clear();
        take(hand.pushBy(BOB, new Update(List.of(pv(P, "x", "bob")), List.of(pv(P, "bob")))));
        assertThat(toCarol).containsExactly(new Update(List.of(), List.of(pv(P, "bob", "me"))));
        settle(Duration.ofSeconds(17));
        assertThat(toCarol.getLast()).isEqualTo(new Update(List.of(pv(P, "x", "bob", "me")), List.of()));
    }

    /** An attacker, or the nearer origin of an anycast prefix, flaps; the farther one is fine. */
    @Test
    void keepsAStablePathWhileAShorterOneFlaps() {
        meetCarol();
        meetDave();
        take(tellAs("eth2", DAVE, new Update(List.of(pv(P, "s4", "dave")), List.of())));
        for (int i = 0; i < 200; i++) {
            flap(2, 100);
            assertThat(lacksPath()).as("after " + i + " flaps").isFalse();
        }
        assertThat(toCarol).as("of 400 changes in 40 s").hasSizeLessThan(60);
        assertThat(toCarol.getLast().announce()).containsExactly(pv(P, "s4", "dave", "me"));
    }

    @Test
    void updatesStablePathAtOnceWhileShorterFlaps() {
        meetCarol();
        meetDave();
        take(tellAs("eth2", DAVE, new Update(List.of(pv(P, "s4", "dave")), List.of())));
        flap(101, 50);
        toCarol.clear();
        take(tellAs("eth2", DAVE, new Update(List.of(pv(P, "s5", "dave")), List.of(pv(P, "s4", "dave")))));
        assertThat(toCarol)
                .containsExactly(new Update(List.of(pv(P, "s5", "dave", "me")), List.of(pv(P, "s4", "dave", "me"))));
        take(tellAs("eth2", DAVE, new Update(List.of(), List.of(pv(P, "s5", "dave")))));
        assertThat(toCarol.getLast()).isEqualTo(new Update(List.of(), List.of(pv(P, "s5", "dave", "me"))));
    }

    /** As behind another transit that has both. */
    @Test
    void keepsStablePathOfFlappingPeer() {
        meetCarol();
        take(hand.announcedBy(BOB, pv(P, "s4", "t2", "bob")));
        for (int i = 0; i < 200; i++) {
            flap(2, 100);
            assertThat(lacksPath()).as("after " + i + " flaps").isFalse();
        }
        assertThat(toCarol).as("of 400 changes in 40 s").hasSizeLessThan(60);
    }

    @Test
    void advertisesSettledPathsAfterASecond() {
        meetCarol();
        flap(400, 50);
        take(hand.announcedBy(BOB, pv(P, "x", "bob")));
        settle(Duration.ofMillis(900));
        assertThat(lacksPath()).isTrue();
        settle(Duration.ofMillis(200));
        assertThat(lacksPath()).isFalse();
    }

    /** What is advertised each time is below what is advertised undamped. */
    @Test
    void advertisesAPathThatNeverSettlesRarely() {
        meetCarol();
        flap(100, 50);
        toCarol.clear();
        flap(60, 1050);
        assertThat(toCarol).as("of 60 in 63 s").hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void doesNotDampForwardingAndOtherPrefixes() {
        meetCarol();
        flap(100, 50);
        assertThat(hand.router().reports().all().flapping().count()).isEqualTo(1);
        assertThat(hand.router().reports().all().flapping().example()).contains(P);
        assertThat(only(Effect.Program.class, announceOnly())).hasSize(1);
        take(hand.announcedBy(BOB, pv(Q, "bob")));
        assertThat(toCarol.getLast().announce()).containsExactly(pv(Q, "bob", "me"));
        take(hand.originate(P));
        assertThat(toCarol.getLast().announce()).as("we are there ourselves").containsExactly(pv(P, "me"));
    }

    @Test
    void redistributesModerateChangesInFull() {
        meetCarol();
        flap(100, 300);
        assertThat(toCarol).hasSize(100);
        assertThat(hand.router().reports().all().flapping().count()).isZero();
    }

    @Test
    void endsDampingOfQuietPrefix() {
        meetCarol();
        flap(100, 50);
        settle(Duration.ofSeconds(40));
        assertThat(hand.router().reports().all().flapping().count()).isZero();
        toCarol.clear();
        flap(10, 50);
        assertThat(toCarol).hasSize(10);
    }

    /** Pauses of many prefixes that end at one instant are worked off in slices, as everything else in a table. */
    @Test
    void endsManyPausesInSlices() {
        List<PathVector> many = IntStream.range(0, 1000)
                .mapToObj(i -> pv(Prefix.parse("fd00:0:0:" + Integer.toHexString(i) + "::/64"), "bob"))
                .toList();
        for (int i = 0; i < 21; i++) {
            hand.pushBy(BOB, new Update(many, List.of()));
            hand.passMillis(50);
            hand.pushBy(BOB, new Update(List.of(), many));
            hand.passMillis(50);
        }
        int left = hand.router().reports().all().flapping().count();
        assertThat(left).isEqualTo(1000);
        int most = 0;
        while (left > 0) {
            Instant due = hand.router().nextDeadline().orElseThrow();
            hand.freeze(Duration.between(hand.now(), due));
            hand.tell(new Event.Tick());
            int now = hand.router().reports().all().flapping().count();
            most = Math.max(most, left - now);
            left = now;
        }
        assertThat(most).as("in one event").isEqualTo(64);
    }

    private void meetDave() {
        hand.open("eth2", 3);
        List<Effect> met = hand.tell(new Event.PacketReceived("eth2", DAVE, false, true));
        long dave = only(Effect.Pull.class, met).getFirst().epoch();
        hand.tell(new Event.PullCompleted("eth2", dave, List.of(), RouterHarness.extensions("dave-1")));
    }

    private List<Effect> tellAs(String name, PeerIdentity from, Update update) {
        return hand.tell(new Event.PushReceived(name, from.address(), update, ++requests));
    }

    private void meetCarol() {
        hand.open("eth1", 2);
        List<Effect> met = hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        carol = only(Effect.Pull.class, met).getFirst().epoch();
        hand.tell(new Event.PullCompleted("eth1", carol, List.of(), RouterHarness.extensions("carol-1")));
    }

    /** Bob announces and withdraws in turn; returns how often. */
    private int flap(int times, long everyMillis) {
        for (int i = 0; i < times; i++) {
            if (i % 2 == 0) {
                announce();
            } else {
                withdraw();
            }
            settle(Duration.ofMillis(everyMillis));
        }
        return times;
    }

    private void announce() {
        take(announceOnly());
    }

    private List<Effect> announceOnly() {
        return hand.announcedBy(BOB, pv(P, "bob"));
    }

    private void withdraw() {
        take(hand.pushBy(BOB, new Update(List.of(), List.of(pv(P, "bob")))));
    }

    /** Time passes, both peers are alive, and Carol acknowledges pushes. */
    private void settle(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 1000) {
            hand.hear(BOB);
            hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
            hand.tell(new Event.PacketReceived("eth2", DAVE, false, true));
            take(hand.passMillis(Math.min(left, 1000)));
        }
    }

    private void take(List<Effect> effects) {
        List<Effect.Push> pushes = only(Effect.Push.class, effects).stream()
                .filter(push -> push.name().equals("eth1"))
                .toList();
        for (Effect.Push push : pushes) {
            toCarol.add(push.update());
            take(hand.tell(new Event.PushCompleted("eth1", carol)));
        }
    }

    /** Whether Carol holds no path to the prefix. */
    private boolean lacksPath() {
        List<PathVector> holds = new ArrayList<>();
        for (Update update : toCarol) {
            holds.addAll(update.announce());
            holds.removeAll(update.withdraw());
        }
        return holds.stream().noneMatch(path -> path.destination().equals(P));
    }
}
