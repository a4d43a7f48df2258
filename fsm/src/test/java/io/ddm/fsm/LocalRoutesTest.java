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
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.session.RejectedRoutes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No peer draws away what belongs to this machine, in whatever order that becomes known. */
class LocalRoutesTest {

    private static final Prefix HALF = Prefix.parse("fd00:1::/65");
    private static final Prefix HOST = Prefix.parse("fd00:1::5/128");
    private static final PathVector[] OFFERED = {pv(HALF, "bob"), pv(HOST, "bob"), pv(Q, "bob"), pv(P, "bob")};

    /** A border router originates a default route, or one for all it leads to, and keeps its own. */
    @Test
    void importsRoutesInsideAnOriginatedAggregate() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"), pv(Q, "bob"));
        hand.originate(Prefix.parse("::/0"), Prefix.parse("fd00::/16"), Prefix.parse("fd00:1::/48"),
                Prefix.parse("fd00:1::/63"));
        hand.passMillis(1000);
        assertThat(hand.imported()).containsExactly(pv(P, "bob"), pv(Q, "bob"));
        assertThat(hand.router().reports().fib()).containsOnlyKeys(P, Q);
        assertThat(hand.eth0().rejected()).isEmpty();
    }

    @Test
    void rejectsMoreSpecificsButImportsAnycast() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        List<Effect> effects = hand.announcedBy(BOB, OFFERED);
        assertThat(hand.imported()).containsExactly(pv(P, "bob"), pv(Q, "bob"));
        assertThat(only(Effect.RejectedRoutes.class, effects))
                .containsExactly(new Effect.RejectedRoutes("eth0", BOB, RejectReason.OWN_PREFIX, 2, pv(HALF, "bob")));
        assertThat(hand.router().reports().fib()).containsOnlyKeys(Q);
    }

    @Test
    void originationRemovesImportsInsideIt() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.open("eth1", 2);
        List<Effect.Push> told = only(Effect.Push.class,
                hand.tell(new Event.PacketReceived("eth1", CAROL, false, true)));
        hand.tell(new Event.PushCompleted("eth1", told.getFirst().epoch()));
        List<Effect> effects = hand.originate(P);
        assertThat(hand.imported()).containsExactly(pv(P, "bob"), pv(Q, "bob"));
        assertThat(
                only(Effect.Program.class, effects).stream().flatMap(p -> p.changes().stream()).map(FibChange::network))
                .containsExactly(P, HALF, HOST);
        assertThat(hand.eth0().rejected()).extracting(RejectedRoutes::reason, RejectedRoutes::count)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(RejectReason.OWN_PREFIX, 2L));
        assertThat(only(Effect.Push.class, effects).stream()
                .filter(p -> p.name().equals("eth1"))
                .flatMap(p -> p.update().withdraw().stream())).as("and it is withdrawn from others")
                .contains(pv(HALF, "bob", "me"), pv(HOST, "bob", "me"));
    }

    @Test
    void withdrawnOriginationRestoresImports() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.originate(P);
        List<Effect> effects = hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(only(Effect.Pull.class, effects)).hasSize(1);
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).hasSize(4);
        assertThat(hand.eth0().rejected()).isEmpty();
        assertThat(only(Effect.Pull.class, hand.tell(new Event.Withdraw(Set.of(Q))))).as("nothing was kept out")
                .isEmpty();
    }

    /** The peer has said all of it, so it would answer a pull that says what is held with nothing. */
    @Test
    void withdrawnOriginationRestoresImportsThoughPullsFail() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.originate(P);
        hand.tell(new Event.Withdraw(Set.of(P)));
        for (int pause : List.of(100, 200, 400)) {
            hand.pullFailed();
            assertThat(only(Effect.Pull.class, hand.passMillis(pause))).singleElement()
                    .satisfies(pull -> assertThat(pull.held()).as("after %d ms", pause).isEmpty());
        }
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).hasSize(4);
        assertThat(hand.eth0().rejected()).isEmpty();
    }

    @Test
    void protectsConnectedSubnetsOnceKnown() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.tell(new Event.AddressesChanged(Set.of(Ipv6Address.parse("fd00:1::5")),
                Set.of(Prefix.parse("fd00:1::5/64"), Prefix.parse("fe80::5/64"))));
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
        assertThat(hand.eth0().rejected()).extracting(RejectedRoutes::reason, RejectedRoutes::count)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(RejectReason.CONNECTED, 2L),
                        org.assertj.core.groups.Tuple.tuple(RejectReason.OWN_ADDRESS, 1L));
        hand.announcedBy(BOB, OFFERED);
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
        assertThat(only(Effect.Pull.class, hand.tell(new Event.AddressesChanged(Set.of(), Set.of())))).hasSize(1);
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).hasSize(4);
    }

    @Test
    void rejectsConnectedPrefixAfterItsWithdrawal() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        hand.originate(P);
        hand.tell(new Event.AddressesChanged(Set.of(), Set.of(P)));
        assertThat(hand.imported()).as("several may originate it").containsExactly(pv(P, "bob"));
        hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(hand.imported()).isEmpty();
        assertThat(hand.router().reports().fib()).isEmpty();
    }

    @Test
    void importsSiblingsOfTheSameSite() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(Prefix.parse("fd00:1122:3344:101::/64"));
        hand.tell(new Event.AddressesChanged(Set.of(Ipv6Address.parse("fd00:1122:3344:101::1")),
                Set.of(Prefix.parse("fd00:1122:3344:101::1/64"))));
        PathVector sibling = pv(Prefix.parse("fd00:1122:3344:102::/64"), "s2", "bob");
        PathVector aggregate = pv(Prefix.parse("fd00:1122:3344::/48"), "bob");
        hand.announcedBy(BOB, sibling, aggregate);
        assertThat(hand.imported()).containsExactlyInAnyOrder(sibling, aggregate);
    }
}
