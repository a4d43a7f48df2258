package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What happens between two slices of a table. */
class SliceSeamsTest {

    private static final Prefix OWN = Prefix.parse("fd00:1::/64");
    private static final PathVector INSIDE = pv(Prefix.parse("fd00:1::5:0:0/96"), "bob");

    @Test
    void rejectsOffersInsideAPrefixOriginatedDuringAPull() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pulled("bob-1", table());
        hand.originate(OWN);
        assertThat(only(Effect.Pull.class, settle(hand))).as("pulled again").hasSize(1);
        hand.pulled("bob-1", table());
        settle(hand);
        assertThat(hand.imported()).doesNotContain(INSIDE).hasSize(300);
        assertThat(hand.router().reports().fib()).doesNotContainKey(Prefix.parse("fd00:1::5:0:0/96"));
    }

    @Test
    void acceptsOffersInsideAPrefixWithdrawnDuringAPull() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.originate(OWN);
        hand.hear(BOB);
        hand.pulled("bob-1", table());
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.Withdraw(new TreeSet<>(List.of(OWN)))));
        effects.addAll(settle(hand));
        assertThat(only(Effect.Pull.class, effects)).hasSize(1)
                .first()
                .extracting(Effect.Pull::held)
                .asString()
                .as("a whole table")
                .contains("empty");
        hand.pulled("bob-1", table());
        settle(hand);
        assertThat(hand.imported()).contains(INSIDE);
    }

    @Test
    void pullsTheWholeTableOfAPeerOverTheLimit() {
        RouterConfig plain = RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT);
        RouterHarness hand = new RouterHarness(plain
                .withPolicies(Policies.DEFAULT.withImports(new ImportPolicy(PrefixFilter.ALL, 2, 32))));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.pulled("bob-1", pv(Prefix.parse("fd00:a::/64"), "bob"), pv(Prefix.parse("fd00:b::/64"), "bob"),
                pv(Prefix.parse("fd00:d::/64"), "bob"));
        hand.tell(new Event.Synchronize());
        settle(hand);
        assertThat(hand.held()).isEmpty();
    }

    @Test
    void servesAPeerWhileAnotherKeepsPushing() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pulled("bob-1", table());
        settle(hand);
        hand.open("eth1", 2);
        hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        settle(hand);
        Update same = new Update(List.of(table()), List.of());
        long request = 1000;
        hand.tell(new Event.PushReceived("eth0", BOB.address(), same, ++request));
        hand.tell(new Event.PushReceived("eth0", BOB.address(), same, ++request));
        PathVector one = pv(Prefix.parse("fd00:c::/64"), "carol");
        List<Effect> effects = new ArrayList<>(
                hand.tell(new Event.PushReceived("eth1", CAROL.address(), new Update(List.of(one), List.of()), 77)));
        for (int i = 0; i < 100; i++) {
            List<Effect> now = new ArrayList<>(hand.tell(new Event.Tick()));
            for (int done = only(Effect.AcceptPush.class, now).size(); done > 0; done--) {
                now.addAll(hand.tell(new Event.PushReceived("eth0", BOB.address(), same, ++request)));
            }
            effects.addAll(now);
        }
        assertThat(effects).contains(new Effect.AcceptPush(77));
    }

    @Test
    void boundsWaitingPushes() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pulled("bob-1");
        settle(hand);
        List<PathVector> many = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            many.add(pv(new Prefix(new Ipv6Address(0xfd77L << 48 | i, 0), 64), "bob"));
        }
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            effects.addAll(hand.tell(new Event.PushReceived("eth0", BOB.address(), new Update(many, List.of()), i)));
        }
        assertThat(only(Effect.DropRequest.class, effects)).hasSize(7);
    }

    private static PathVector[] table() {
        List<PathVector> all = new ArrayList<>();
        all.add(INSIDE);
        for (int i = 0; i < 300; i++) {
            all.add(pv(new Prefix(new Ipv6Address(0xfd77L << 48 | i, 0), 64), "bob"));
        }
        return all.toArray(PathVector[]::new);
    }

    private static List<Effect> settle(RouterHarness hand) {
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            effects.addAll(hand.tell(new Event.Tick()));
        }
        return effects;
    }
}
