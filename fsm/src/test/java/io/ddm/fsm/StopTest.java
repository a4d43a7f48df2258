package io.ddm.fsm;

import static io.ddm.fsm.Hand.BOB;
import static io.ddm.fsm.Hand.CAROL;
import static io.ddm.fsm.Hand.P;
import static io.ddm.fsm.Hand.Q;
import static io.ddm.fsm.Hand.only;
import static io.ddm.fsm.Hand.peer;
import static io.ddm.fsm.Hand.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** After Stop a router only withdraws. */
class StopTest {

    @Test
    void acknowledgesPushesWithoutEffect() {
        Hand hand = Hand.exchanging(pv(P, "bob"));
        hand.tell(new Event.Stop());
        assertThat(hand.pushBy(BOB, new Update(List.of(pv(Q, "bob")), List.of(pv(P, "bob"))))).containsExactly(
                new Effect.AcceptPush(1));
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @Test
    void importsNothingFromAPullUnderWay() {
        Hand hand = Hand.soliciting();
        hand.hear(BOB);
        hand.tell(new Event.Stop());
        List<Effect> effects = new ArrayList<>(hand.pulled("bob-1", pv(P, "bob")));
        effects.addAll(hand.passMillis(60_000));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Program.class, Effect.Pull.class);
        assertThat(hand.imported()).isEmpty();
    }

    @Test
    void pullsNoMoreWhateverHappens() {
        Hand hand = new Hand(RouterConfig.of(Hand.config(RouterKind.TRANSIT, false).id(), RouterKind.TRANSIT));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.originate(P);
        hand.tell(new Event.Stop());
        List<Effect> effects = new ArrayList<>(hand.pullFailed());
        effects.addAll(hand.tell(new Event.Synchronize()));
        for (int i = 0; i < 4; i++) {
            effects.addAll(hand.pushFailed());
            effects.addAll(hand.passMillis(1000));
        }
        effects.addAll(hand.pullBy(BOB, "bob-1"));
        effects.addAll(hand.pullBy(BOB, "bob-2"));
        assertThat(only(Effect.Pull.class, effects)).isEmpty();
        assertThat(only(Effect.Push.class, effects)).allSatisfy(
                push -> assertThat(push.update().announce()).isEmpty());
    }

    @Test
    void programsAndAnnouncesNothingWhateverHappens() {
        Hand hand = Hand.exchanging(pv(P, "bob"));
        hand.open("eth1", 2);
        hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        hand.tell(new Event.Stop());
        List<Effect> effects = new ArrayList<>(hand.originate(Q));
        effects.addAll(hand.tell(new Event.AddressesChanged(Set.of(), Set.of(P))));
        effects.addAll(hand.hear(peer("fe80::bb", "bob")));
        effects.addAll(hand.passMillis(1000));
        effects.addAll(hand.tell(new Event.InterfaceLost("eth0", "no carrier")));
        effects.addAll(hand.pass(Duration.ofSeconds(20)));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Program.class, Effect.SendSolicitation.class,
                Effect.Pull.class);
        assertThat(only(Effect.Push.class, effects)).allSatisfy(
                push -> assertThat(push.update().announce()).isEmpty());
    }

    @Test
    void aNeighborThatIsBeingCheckedReplacesNoPeer() {
        Hand hand = Hand.exchanging();
        hand.hear(peer("fe80::b", "robert"));
        hand.hear(peer("fe80::b", "robert"));
        hand.passMillis(250);
        hand.hear(peer("fe80::b", "robert"));
        hand.tell(new Event.Stop());
        assertThat(hand.passMillis(1000)).doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class, Effect.Pull.class);
    }
}
