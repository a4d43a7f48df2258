package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
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
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        hand.tell(new Event.Stop());
        assertThat(hand.pushBy(BOB, new Update(List.of(pv(Q, "bob")), List.of(pv(P, "bob")))))
                .containsExactly(new Effect.AcceptPush(1));
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @Test
    void importsNothingFromAPullUnderWay() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.tell(new Event.Stop());
        List<Effect> effects = new ArrayList<>(hand.pulled("bob-1", pv(P, "bob")));
        effects.addAll(hand.passMillis(60_000));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Program.class, Effect.Pull.class);
        assertThat(hand.imported()).isEmpty();
    }

    @Test
    void pullsNothingAfterStop() {
        RouterHarness hand = new RouterHarness(
                RouterConfig.of(RouterHarness.config(RouterKind.TRANSIT, false).id(), RouterKind.TRANSIT));
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
        assertThat(only(Effect.Push.class, effects)).allSatisfy(push -> assertThat(push.update().announce()).isEmpty());
    }

    @Test
    void programsAndAnnouncesNothingAfterStop() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
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
        assertThat(only(Effect.Push.class, effects)).allSatisfy(push -> assertThat(push.update().announce()).isEmpty());
    }

    @Test
    void replacesNoPeerAfterStop() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.hear(peer("fe80::b", "robert"));
        hand.hear(peer("fe80::b", "robert"));
        hand.passMillis(250);
        hand.hear(peer("fe80::b", "robert"));
        hand.tell(new Event.Stop());
        assertThat(hand.passMillis(1000)).doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class, Effect.Pull.class);
    }
}
