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

import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RibTest {

    private final Rib rib = new Rib(id("me"));

    @Test
    void onlyWhatWasNotThereBeforeIsTouched() {
        assertThat(rib.originate(List.of(A, B))).containsExactly(A, B);
        assertThat(rib.originate(List.of(B))).isEmpty();
        assertThat(rib.withdraw(List.of(A))).containsExactly(A);
        assertThat(rib.withdraw(List.of(A))).isEmpty();
        assertThat(rib.originated()).containsExactly(B);
    }

    @Test
    void announcingTwiceTouchesOnce() {
        assertThat(rib.update(peer(1), announce(pv(A, "x")))).containsExactly(A);
        long version = rib.version();
        assertThat(rib.update(peer(1), announce(pv(A, "x")))).isEmpty();
        assertThat(rib.version()).isEqualTo(version);
    }

    @Test
    void aLoopAndAPathOfNobodyAreNotTakenIn() {
        assertThat(rib.update(peer(1), announce(pv(A, "x", "me", "y"), pv(B)))).isEmpty();
        assertThat(rib.replace(peer(1), List.of(pv(A, "me")), Set.of())).isEmpty();
        assertThat(rib.destinations()).isEmpty();
        assertThat(rib.peers()).isEmpty();
    }

    @Test
    void withinOneUpdateTheWithdrawalComesLast() {
        rib.update(peer(1), new Update(List.of(pv(A, "x")), List.of(pv(A, "x"))));
        assertThat(rib.best(A)).isEmpty();
        assertThat(rib.destinations()).isEmpty();
    }

    @Test
    void onlyTheExactPathIsWithdrawnAndOnlyFromThisPeer() {
        rib.update(peer(1), announce(pv(A, "x", "y"), pv(A, "z", "y")));
        rib.update(peer(2), announce(pv(A, "x", "y")));
        rib.update(peer(1), withdraw(pv(A, "x", "y"), pv(A, "no", "y")));
        assertThat(rib.best(A)).containsExactly(new Candidate(peer(1), path("z", "y")),
                new Candidate(peer(2), path("x", "y")));
    }

    @Test
    void theShortestAreTheBestAndTheNextAreReadyWhenTheyGo() {
        rib.update(peer(1), announce(pv(A, "x", "y"), pv(A, "x")));
        rib.update(peer(2), announce(pv(A, "x", "y", "z")));
        assertThat(rib.best(A)).containsExactly(new Candidate(peer(1), path("x")));
        rib.update(peer(1), withdraw(pv(A, "x")));
        assertThat(rib.best(A)).containsExactly(new Candidate(peer(1), path("x", "y")));
        rib.forget(peer(1));
        assertThat(rib.best(A)).containsExactly(new Candidate(peer(2), path("x", "y", "z")));
    }

    @Test
    void aLongerPathIsKeptAndTouchesNobody() {
        rib.update(peer(1), announce(pv(A, "x")));
        long version = rib.version();
        assertThat(rib.update(peer(2), announce(pv(A, "x", "y")))).isEmpty();
        assertThat(rib.version()).as("operators see it").isNotEqualTo(version);
        assertThat(rib.offersOf(peer(2))).containsExactly(pv(A, "x", "y"));
        assertThat(rib.forget(peer(2))).isEmpty();
    }

    @Test
    void aTableReplacesAllButWhatIsNewer() {
        rib.update(peer(1), announce(pv(A, "old"), pv(A, "kept"), pv(B, "pushed")));
        rib.replace(peer(1), List.of(pv(A, "kept"), pv(A, "new"), pv(B, "withdrawn")),
                Set.of(pv(B, "pushed"), pv(B, "withdrawn")));
        assertThat(rib.offersOf(peer(1))).containsExactly(pv(A, "kept"), pv(A, "new"), pv(B, "pushed"));
    }

    @Test
    void theSameTableAgainTouchesNothing() {
        rib.replace(peer(1), List.of(pv(A, "x"), pv(B, "x")), Set.of());
        assertThat(rib.replace(peer(1), List.of(pv(B, "x"), pv(A, "x")), Set.of())).isEmpty();
    }

    @Test
    void aForgottenPeerLeavesNothing() {
        rib.update(peer(1), announce(pv(A, "x"), pv(B, "x")));
        rib.update(peer(2), announce(pv(A, "x")));
        assertThat(rib.forget(peer(1))).containsExactlyInAnyOrder(A, B);
        assertThat(rib.peers()).containsExactly(peer(2));
        assertThat(rib.offersOf(peer(1))).isEmpty();
        assertThat(rib.within(B)).isEmpty();
        assertThat(rib.forget(peer(1))).isEmpty();
    }

    @Test
    void theSameAddressOnTwoInterfacesIsTwoPeers() {
        rib.update(peer(1), announce(pv(A, "x")));
        rib.update(peer(2), announce(pv(A, "x")));
        rib.forget(peer(1));
        assertThat(rib.best(A)).containsExactly(new Candidate(peer(2), path("x")));
    }

    @Test
    void findsWhatLiesWithinANetwork() {
        Rib rib = new Rib(new RouterId("me"));
        rib.update(Given.peer(1), Given.announce(Given.pv(Given.prefix("fd00:1::/48"), "x"),
                Given.pv(Given.prefix("fd00:1::/64"), "x"), Given.pv(Given.prefix("fd00:1::9/64"), "x"),
                Given.pv(Given.prefix("fd00:1:0:0:ffff::/80"), "x"), Given.pv(Given.prefix("fd00:1:0:1::/64"), "x")));
        assertThat(rib.inside(Given.prefix("fd00:1::5/64"))).containsExactly(Given.prefix("fd00:1::/64"),
                Given.prefix("fd00:1::9/64"), Given.prefix("fd00:1:0:0:ffff::/80"));
        assertThat(rib.reject(Given.peer(1), Given.prefix("fd00:1::/64"))).containsExactly(
                Given.pv(Given.prefix("fd00:1::/64"), "x"));
        assertThat(rib.inside(Given.prefix("fd00:1::/64"))).hasSize(2);
        assertThat(rib.reject(Given.peer(2), Given.prefix("fd00:1::9/64"))).isEmpty();
    }
}
