package io.ddm.fsm.rib;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.B;
import static io.ddm.fsm.rib.Given.announce;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.path;
import static io.ddm.fsm.rib.Given.peer;
import static io.ddm.fsm.rib.Given.pv;
import static io.ddm.fsm.rib.Given.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RibTest {

    private final RibHarness hand = new RibHarness(id("me"));
    private final Rib rib = hand.rib();

    @Test
    void touchesNewPathsOnly() {
        assertThat(hand.originate(List.of(A, B))).containsExactly(A, B);
        assertThat(hand.originate(List.of(B))).isEmpty();
        assertThat(hand.withdraw(List.of(A))).containsExactly(A);
        assertThat(hand.withdraw(List.of(A))).isEmpty();
        assertThat(rib.originated()).containsExactly(B);
    }

    @Test
    void repeatedAnnouncementTouchesNothing() {
        assertThat(hand.update(peer(1), announce(pv(A, "x")))).containsExactly(A);
        assertThat(hand.update(peer(1), announce(pv(A, "x")))).isEmpty();
    }

    @Test
    void rejectsLoopsAndEmptyPaths() {
        assertThat(hand.update(peer(1), announce(pv(A, "x", "me", "y"), pv(B)))).isEmpty();
        assertThat(hand.replace(peer(1), List.of(pv(A, "me")), Set.of())).isEmpty();
        assertThat(rib.destinations()).isEmpty();
        assertThat(rib.tables().offered().keySet()).isEmpty();
    }

    @Test
    void appliesWithdrawalsOfAnUpdateLast() {
        hand.update(peer(1), new Update(List.of(pv(A, "x")), List.of(pv(A, "x"))));
        assertThat(rib.best(A)).isEmpty();
        assertThat(rib.destinations()).isEmpty();
    }

    @Test
    void withdrawsExactPathOfThePeerOnly() {
        hand.update(peer(1), announce(pv(A, "x", "y"), pv(A, "z", "y")));
        hand.update(peer(2), announce(pv(A, "x", "y")));
        hand.update(peer(1), withdraw(pv(A, "x", "y"), pv(A, "no", "y")));
        assertThat(rib.best(A)).containsExactly(new RoutePath(peer(1), path("z", "y")),
                new RoutePath(peer(2), path("x", "y")));
    }

    @Test
    void fallsBackToNextShortestPaths() {
        hand.update(peer(1), announce(pv(A, "x", "y"), pv(A, "x")));
        hand.update(peer(2), announce(pv(A, "x", "y", "z")));
        assertThat(rib.best(A)).containsExactly(new RoutePath(peer(1), path("x")));
        hand.update(peer(1), withdraw(pv(A, "x")));
        assertThat(rib.best(A)).containsExactly(new RoutePath(peer(1), path("x", "y")));
        hand.forget(peer(1));
        assertThat(rib.best(A)).containsExactly(new RoutePath(peer(2), path("x", "y", "z")));
    }

    @Test
    void keepsLongerPathWithoutTouchingDestination() {
        hand.update(peer(1), announce(pv(A, "x")));
        assertThat(hand.update(peer(2), announce(pv(A, "x", "y")))).isEmpty();
        assertThat(hand.offersOf(peer(2))).containsExactly(pv(A, "x", "y"));
        assertThat(hand.forget(peer(2))).isEmpty();
    }

    @Test
    void tableReplacesAllButNewerPaths() {
        hand.update(peer(1), announce(pv(A, "old"), pv(A, "kept"), pv(B, "pushed")));
        hand.replace(peer(1), List.of(pv(A, "kept"), pv(A, "new"), pv(B, "withdrawn")),
                Set.of(pv(B, "pushed"), pv(B, "withdrawn")));
        assertThat(hand.offersOf(peer(1))).containsExactly(pv(A, "kept"), pv(A, "new"), pv(B, "pushed"));
    }

    @Test
    void repeatedTableTouchesNothing() {
        hand.replace(peer(1), List.of(pv(A, "x"), pv(B, "x")), Set.of());
        assertThat(hand.replace(peer(1), List.of(pv(B, "x"), pv(A, "x")), Set.of())).isEmpty();
    }

    @Test
    void removesAllPathsOfALostPeer() {
        hand.update(peer(1), announce(pv(A, "x"), pv(B, "x")));
        hand.update(peer(2), announce(pv(A, "x")));
        assertThat(hand.forget(peer(1))).containsExactlyInAnyOrder(A, B);
        assertThat(rib.tables().offered().keySet()).containsExactly(peer(2));
        assertThat(hand.offersOf(peer(1))).isEmpty();
        assertThat(new Fib(rib, MultipathMode.EQUAL, Slack.NONE).compute(B)).isEmpty();
        assertThat(hand.forget(peer(1))).isEmpty();
    }

    @Test
    void sameAddressOnTwoInterfacesIsTwoPeers() {
        hand.update(peer(1), announce(pv(A, "x")));
        hand.update(peer(2), announce(pv(A, "x")));
        hand.forget(peer(1));
        assertThat(rib.best(A)).containsExactly(new RoutePath(peer(2), path("x")));
    }

    @Test
    void findsDestinationsWithinANetwork() {
        hand.update(peer(1),
                announce(pv(Given.prefix("fd00:1::/48"), "x"), pv(Given.prefix("fd00:1::/64"), "x"),
                        pv(Given.prefix("fd00:1::9/64"), "x"), pv(Given.prefix("fd00:1:0:0:ffff::/80"), "x"),
                        pv(Given.prefix("fd00:1:0:1::/64"), "x")));
        assertThat(within(Given.prefix("fd00:1::5/64"))).containsExactly(Given.prefix("fd00:1::/64"),
                Given.prefix("fd00:1::9/64"), Given.prefix("fd00:1:0:0:ffff::/80"));
        assertThat(within(Given.prefix("fd00:2::/64"))).isEmpty();
    }

    private List<Prefix> within(Prefix network) {
        List<Prefix> found = new ArrayList<>();
        for (Optional<Prefix> next = rib.nextWithin(network, null); next
                .isPresent(); next = rib.nextWithin(network, next.get())) {
            found.add(next.get());
        }
        return found;
    }
}
