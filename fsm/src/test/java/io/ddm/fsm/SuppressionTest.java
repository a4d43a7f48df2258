package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.OURS;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.START;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.Suppression;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A link whose event ended the process stays closed for a while. */
class SuppressionTest {

    private static final Instant UNTIL = START.plusSeconds(10);
    private static final Event SUPPRESS = new Event.SuppressLink("eth0", UNTIL, "its packet ended the process");

    @Test
    void opensALinkSuppressedBeforeItExistedInTime() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.tell(SUPPRESS);
        hand.tell(new Event.InterfaceConfigured("eth0"));
        assertThat(hand.tell(new Event.InterfaceReady("eth0", 1, OURS))).isEmpty();
        assertThat(hand.eth0().suppression()).contains(new Suppression(UNTIL, "its packet ended the process"));
        assertThat(only(Effect.DropRequest.class, hand.pullBy(BOB, ""))).hasSize(1);
        assertThat(hand.hear(BOB)).isEmpty();
        assertThat(hand.passMillis(9999)).isEmpty();
        assertThat(only(Effect.OpenInterface.class, hand.passMillis(1))).hasSize(1);
        assertThat(hand.eth0().suppression()).isEmpty();
    }

    @Test
    void closesALinkInUseAndReportsWhy() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        List<Effect> effects = hand.tell(SUPPRESS);
        assertThat(effects).contains(new Effect.CloseSession("eth0", 2), new Effect.CloseInterface("eth0"),
                new Effect.Notice("eth0", "suppressed until " + UNTIL + ": its packet ended the process"));
        assertThat(hand.eth0().state()).isEqualTo(FsmState.INIT);
        assertThat(hand.imported()).isEmpty();
        assertThat(only(Effect.Changed.class, effects)).extracting(c -> c.transition().reason())
                .containsExactly("link suppressed: its packet ended the process",
                        "suppressed: its packet ended the process");
        assertThat(hand.ready("eth0", 7)).as("also with another index")
                .doesNotHaveAnyElementsOfTypes(Effect.OpenInterface.class);
        assertThat(only(Effect.OpenInterface.class, hand.passMillis(10_000))).hasSize(1);
    }

    @Test
    void replacesASuppressionAndEndsItByAPastInstant() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.tell(SUPPRESS);
        hand.tell(new Event.SuppressLink("eth0", UNTIL.plusSeconds(10), "again"));
        assertThat(only(Effect.OpenInterface.class, hand.passMillis(15_000))).isEmpty();
        assertThat(only(Effect.OpenInterface.class, hand.tell(new Event.SuppressLink("eth0", hand.now(), "over"))))
                .hasSize(1);
    }

    @Test
    void ignoresAPastSuppressionOfALinkInUse() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        assertThat(hand.tell(new Event.SuppressLink("eth0", hand.now(), "over"))).isEmpty();
        assertThat(hand.eth0().peer()).contains(BOB);
        assertThat(hand.eth0().state()).isEqualTo(FsmState.EXCHANGE);
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @Test
    void keepsASuppressionAcrossRemoval() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.tell(SUPPRESS);
        hand.tell(new Event.InterfaceRemoved("eth0"));
        assertThat(only(Effect.OpenInterface.class, hand.tell(new Event.InterfaceConfigured("eth0")))).isEmpty();
        assertThat(only(Effect.OpenInterface.class, hand.passMillis(10_000))).hasSize(1);
    }

    @Test
    void servesOtherLinks() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.tell(new Event.SuppressLink("eth1", UNTIL, "its push ended the process"));
        hand.open("eth1", 2);
        assertThat(hand.eth0().peer()).contains(BOB);
        assertThat(only(Effect.AcceptPush.class, hand.announcedBy(BOB, pv(P, "bob")))).hasSize(1);
    }
}
