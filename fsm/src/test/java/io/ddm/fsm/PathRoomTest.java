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
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import io.ddm.fsm.session.RejectedRoutes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all peers offer together has a limit, and each has a part of it. */
class PathRoomTest {

    private long carolsEpoch;

    /** Every peer gets room, in whatever order they come. */
    @Test
    void sharesTheRoomForPathsAmongPeers() {
        RouterHarness hand = crowded(100);
        hand.pulled("bob-1", some(1, 90));
        hand.passMillis(0);
        assertThat(hand.imported()).as("two thirds").hasSize(67);
        assertThat(refused(hand, 0)).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(RejectReason.TOO_MANY_PATHS);
            assertThat(refused.count()).isEqualTo(23);
        });
        hand.tell(new Event.PushReceived("eth1", CAROL.address(), new Update(List.of(some(1, 20)), List.of()), 7));
        hand.passMillis(0);
        assertThat(refused(hand, 1)).as("in a push, also to known destinations").isEmpty();
        assertThat(hand.imported()).hasSize(87);
        hand.tell(new Event.PushReceived("eth1", CAROL.address(), new Update(List.of(some(1, 20)), List.of()), 8));
        assertThat(refused(hand, 1)).as("what is known already takes no more room").isEmpty();
        hand.tell(new Event.PushReceived("eth1", CAROL.address(), new Update(List.of(some(2, 20)), List.of()), 9));
        assertThat(refused(hand, 1)).singleElement()
                .extracting(RejectedRoutes::reason)
                .isEqualTo(RejectReason.TOO_MANY_PATHS);
        hand.tell(new Event.Synchronize());
        assertThat(hand.held()).as("pulled in full, for there may be room").isEmpty();
        hand.pulled("bob-1", some(1, 90));
        hand.passMillis(0);
        assertThat(hand.imported()).as("the peer with most paths makes room").hasSize(74);
    }

    @Test
    void sharesTheRoomForPathsAmongArrivingTables() {
        RouterHarness hand = crowded(200);
        hand.pulled("bob-1", some(1, 400));
        hand.tell(new Event.PullCompleted("eth1", carolsEpoch, List.of(some(2, 400)),
                RouterHarness.extensions("carol-1")));
        hand.passMillis(0);
        assertThat(hand.imported()).hasSizeBetween(150, 200);
        assertThat(hand.router().reports().imported().values())
                .allSatisfy(table -> assertThat(table).as("a fifth at least").hasSizeGreaterThanOrEqualTo(40));
        assertThat(hand.router().reports().heaviest()).isPresent();
    }

    /** A router with room for so many paths, between Bob and Carol. */
    private RouterHarness crowded(int maxPaths) {
        RouterConfig plain = RouterHarness.config(RouterKind.TRANSIT, false);
        RouterHarness hand = new RouterHarness(plain.withPolicies(
                Policies.DEFAULT.withImports(new ImportPolicy(PrefixFilter.ALL, 1000, 32, maxPaths))));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.open("eth1", 2);
        carolsEpoch = only(Effect.Pull.class, hand.tell(new Event.PacketReceived("eth1", CAROL, false, true)))
                .getFirst()
                .epoch();
        return hand;
    }

    private static PathVector[] some(int from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pv(new Prefix(new Ipv6Address(0xfd00L << 48 | (long) from << 32 | i, 0), 64), "x"))
                .toArray(PathVector[]::new);
    }

    private static List<RejectedRoutes> refused(RouterHarness hand, int at) {
        return hand.router().reports().interfaces().get(at).rejected();
    }
}
