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
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transit that has just begun says nothing whole before it knows what is whole. */
class InitialSyncGateTest {

    private final RouterHarness hand = new RouterHarness(RouterKind.TRANSIT);

    @Test
    void defersPullsUntilTheOtherLinksAreKnown() {
        open();
        hand.hear(BOB);
        long carol = hearCarol();
        assertThat(answers(hand.pullBy(BOB, "bob-1"))).isEmpty();
        assertThat(answers(hand.pulled("bob-1", pv(P, "bob")))).isEmpty();
        assertThat(answers(pulledFromCarol(carol))).containsExactly(List.of(pv(Q, "carol", "me")));
    }

    @Test
    void pushesImportedRoutesWithoutWaiting() {
        open();
        hand.hear(BOB);
        hearCarol();
        List<Effect> effects = new ArrayList<>(hand.pulled("bob-1", pv(P, "bob")));
        assertThat(only(Effect.Push.class, effects)).singleElement()
                .satisfies(push -> assertThat(push.update().announce()).containsExactly(pv(P, "bob", "me")));
    }

    @Test
    void waitsOneSecondForASilentLink() {
        open();
        bobWaitsOneSecond();
    }

    @Test
    void waitsOneSecondForAnInterfaceWithoutALink() {
        hand.open("eth0", 1);
        hand.tell(new Event.InterfaceConfigured("eth1"));
        bobWaitsOneSecond();
    }

    @Test
    void waitsTwoSecondsForAPeerThatDoesNotAnswer() {
        open();
        hand.hear(BOB);
        long carol = hearCarol();
        hand.pulled("bob-1");
        hand.passMillis(500);
        hand.tell(new Event.PullFailed("eth1", carol, "refused"));
        hand.pullBy(BOB, "bob-1");
        assertThat(answers(hand.passMillis(1499))).isEmpty();
        assertThat(answers(hand.passMillis(1))).hasSize(1);
    }

    @Test
    void waitsForALargeTableUntilItIsImported() {
        open();
        hand.hear(BOB);
        long carol = hearCarol();
        hand.pulled("bob-1");
        hand.passMillis(4000);
        hand.hear(BOB);
        hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        assertThat(answers(hand.pullBy(BOB, "bob-1"))).isEmpty();
        PathVector[] many = new PathVector[5000];
        for (int i = 0; i < many.length; i++) {
            many[i] = pv(new Prefix(new Ipv6Address(0xfd00L << 48 | i, 0), 64), "carol");
        }
        List<Effect> effects = new ArrayList<>(
                hand.tell(new Event.PullCompleted("eth1", carol, List.of(many), RouterHarness.extensions("carol-1"))));
        assertThat(answers(effects)).as("the table is here, but not imported").isEmpty();
        effects.addAll(hand.passMillis(0));
        assertThat(answers(effects)).singleElement().satisfies(table -> assertThat(table).hasSize(5000));
    }

    @Test
    void waitsTenSecondsForATableThatNeverComes() {
        open();
        hand.hear(BOB);
        hearCarol();
        hand.pulled("bob-1");
        for (int i = 0; i < 9; i++) {
            hand.passMillis(1000);
            hand.hear(BOB);
            hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        }
        assertThat(answers(hand.pullBy(BOB, "bob-1"))).isEmpty();
        assertThat(answers(hand.passMillis(999))).isEmpty();
        assertThat(answers(hand.passMillis(1))).hasSize(1);
    }

    @Test
    void doesNotWaitForPeersFoundLater() {
        open();
        hand.hear(BOB);
        hand.pulled("bob-1");
        hand.passMillis(1000);
        hearCarol();
        assertThat(answers(hand.pullBy(BOB, "bob-1"))).hasSize(1);
    }

    @Test
    void doesNotWaitAsAServer() {
        RouterHarness server = new RouterHarness(RouterKind.SERVER);
        server.open("eth0", 1);
        server.open("eth1", 2);
        server.hear(BOB);
        assertThat(answers(server.pullBy(BOB, "bob-1"))).hasSize(1);
    }

    @Test
    void answersWithAnEmptyTableAtOnceAfterStop() {
        open();
        hand.originate(P);
        hand.hear(BOB);
        hand.tell(new Event.Stop());
        assertThat(answers(hand.pullBy(BOB, "bob-1"))).containsExactly(List.of());
    }

    private void bobWaitsOneSecond() {
        hand.hear(BOB);
        hand.pullBy(BOB, "bob-1");
        hand.pulled("bob-1");
        assertThat(answers(hand.passMillis(999))).isEmpty();
        assertThat(answers(hand.passMillis(1))).hasSize(1);
    }

    private void open() {
        hand.open("eth0", 1);
        hand.open("eth1", 2);
    }

    private long hearCarol() {
        List<Effect> effects = hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        return only(Effect.Pull.class, effects).getFirst().epoch();
    }

    private List<Effect> pulledFromCarol(long epoch) {
        return hand.tell(
                new Event.PullCompleted("eth1", epoch, List.of(pv(Q, "carol")), RouterHarness.extensions("carol-1")));
    }

    private static List<List<PathVector>> answers(List<Effect> effects) {
        return only(Effect.AnswerPull.class, effects).stream().map(Effect.AnswerPull::table).toList();
    }
}
