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
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.session.RejectedRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Other policies apply while the router runs: routes follow them, sessions stay. */
class PolicyChangedTest {

    private static final PathVector[] OFFERED = {pv(P, "bob"), pv(Q, "bob")};
    private static final Policies WITHOUT_P = importing(new PrefixFilter(List.of(), List.of(P)));

    @Test
    void removesImportsThatAreDeniedNow() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        List<Effect> effects = change(hand, WITHOUT_P);
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
        assertThat(programmed(effects)).containsExactly(P);
        assertThat(hand.router().reports().fib()).containsOnlyKeys(Q);
        assertThat(hand.eth0().rejected()).extracting(RejectedRoutes::reason).containsExactly(RejectReason.FILTERED);
        assertThat(only(Effect.CloseSession.class, effects)).isEmpty();
        assertThat(hand.eth0().state()).isEqualTo(FsmState.EXCHANGE);
        assertThat(hand.announcedBy(BOB, OFFERED)).as("and keeps them out").isNotEmpty();
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
    }

    @Test
    void pullsWhatIsPermittedNow() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, false)
                .withPolicies(WITHOUT_P));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
        assertThat(only(Effect.Pull.class, change(hand, Policies.DEFAULT))).singleElement()
                .satisfies(pull -> assertThat(pull.held()).as("the whole table").isEmpty());
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).containsExactly(OFFERED);
        assertThat(hand.router().reports().fib()).containsOnlyKeys(P, Q);
        assertThat(hand.eth0().rejected()).isEmpty();
    }

    @Test
    void whatIsPermittedNowIsPulledUntilItHasCome() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, false)
                .withPolicies(WITHOUT_P));
        hand.open("eth0", 1);
        hand.hear(BOB);
        hand.pulled("bob-1", OFFERED);
        change(hand, Policies.DEFAULT);
        hand.pullFailed();
        assertThat(only(Effect.Pull.class, hand.passMillis(100))).singleElement()
                .satisfies(pull -> assertThat(pull.held()).as("the whole table again").isEmpty());
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).containsExactly(OFFERED);
    }

    @Test
    void appliesLimitsToWholeTable() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        change(hand, Policies.DEFAULT.withImports(new ImportPolicy(PrefixFilter.ALL, 1, 32)));
        hand.pulled("bob-1", OFFERED);
        assertThat(hand.imported()).hasSize(1);
        assertThat(hand.eth0().rejected()).extracting(RejectedRoutes::reason).containsExactly(RejectReason.TOO_MANY);
    }

    @Test
    void withdrawsAndAdvertisesByExportFilter() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P, Q);
        hand.pushed();
        List<Effect> effects = change(hand, Policies.DEFAULT.withExports(new PrefixFilter(List.of(), List.of(P))));
        assertThat(only(Effect.Push.class, effects)).singleElement().satisfies(push -> {
            assertThat(push.update().withdraw()).containsExactly(pv(P, "me"));
            assertThat(push.update().announce()).as("what stays is not repeated").isEmpty();
        });
        assertThat(only(Effect.Pull.class, effects)).as("imports are as they were").isEmpty();
        hand.pushed();
        assertThat(only(Effect.Push.class, change(hand, Policies.DEFAULT))).singleElement()
                .satisfies(push -> assertThat(push.update().announce()).containsExactly(pv(P, "me")));
    }

    @Test
    void withdrawsDeniedImportsFromOtherPeers() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.open("eth1", 2);
        List<Effect.Push> pushes = only(Effect.Push.class,
                hand.tell(new Event.PacketReceived("eth1", CAROL, false, true)));
        hand.tell(new Event.PushCompleted("eth1", pushes.getFirst().epoch()));
        assertThat(only(Effect.Push.class, change(hand, WITHOUT_P)).stream()
                .filter(push -> push.name().equals("eth1"))
                .flatMap(push -> push.update().withdraw().stream())).containsExactly(pv(P, "bob", "me"));
    }

    /** No event does more than a slice, and what is originated meanwhile is neither lost nor repeated. */
    @Test
    void readvertisesInSlices() {
        Prefix[] many = IntStream.range(0, 1000)
                .mapToObj(i -> Prefix.parse("fd00:%x::/64".formatted(i + 1)))
                .toArray(Prefix[]::new);
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(many);
        drain(hand, new ArrayList<>());
        PrefixFilter nothing = new PrefixFilter(List.of(), List.of(Prefix.parse("::/0")));
        List<Effect> effects = hand.tell(new Event.PolicyChanged(Policies.DEFAULT.withExports(nothing)));
        assertThat(hand.router().isBusy()).isTrue();
        effects.addAll(hand.tell(new Event.Originate(Set.of(Prefix.parse("fd00:ffff::/64")))));
        drain(hand, effects);
        List<PathVector> withdrawn = only(Effect.Push.class, effects).stream()
                .flatMap(push -> push.update().withdraw().stream())
                .toList();
        assertThat(withdrawn).hasSize(1000).doesNotHaveDuplicates();
        assertThat(only(Effect.Push.class, effects)).allMatch(push -> push.update().announce().isEmpty());
    }

    @Test
    void freesSuppressedLinkWhenDampingEnds() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, true));
        hand.open("eth0", 1);
        for (int i = 0; i < 4; i++) {
            hand.hear(BOB);
            hand.tell(new Event.ExpirePeer(BOB.address()));
        }
        hand.hear(BOB);
        assertThat(hand.eth0().state()).as("suppressed").isEqualTo(FsmState.SOLICIT);
        hand.tell(new Event.PolicyChanged(Policies.DEFAULT));
        hand.hear(BOB);
        assertThat(hand.eth0().state()).isEqualTo(FsmState.EXCHANGE);
        hand.tell(new Event.PolicyChanged(Policies.DEFAULT.withDamping(true)));
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.pass(Duration.ofSeconds(2));
        hand.hear(BOB);
        assertThat(hand.eth0().state()).as("what was measured meanwhile counts").isEqualTo(FsmState.SOLICIT);
    }

    @Test
    void samePoliciesChangeNothing() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.originate(Prefix.parse("fd00:3::/64"));
        hand.pushed();
        assertThat(change(hand, RouterHarness.config(RouterKind.TRANSIT, false).policies())).isEmpty();
    }

    @Test
    void importsNothingAfterStop() {
        RouterHarness hand = RouterHarness.exchanging(OFFERED);
        hand.tell(new Event.Stop());
        assertThat(only(Effect.Pull.class, change(hand, WITHOUT_P))).isEmpty();
        assertThat(only(Effect.Program.class, change(hand, Policies.DEFAULT))).isEmpty();
    }

    private static Policies importing(PrefixFilter filter) {
        return Policies.DEFAULT
                .withImports(new ImportPolicy(filter, ImportPolicy.DEFAULT_MAX_PREFIXES, 32));
    }

    private static List<Effect> change(RouterHarness hand, Policies policies) {
        List<Effect> effects = new ArrayList<>(hand.tell(new Event.PolicyChanged(policies)));
        while (hand.router().isBusy()) {
            effects.addAll(hand.tell(new Event.Tick()));
        }
        return effects;
    }

    /** Acknowledges pushes until nothing is left to do. */
    private static void drain(RouterHarness hand, List<Effect> effects) {
        int pushes;
        do {
            pushes = only(Effect.Push.class, effects).size();
            effects.addAll(hand.pushed());
            while (hand.router().isBusy()) {
                effects.addAll(hand.tell(new Event.Tick()));
            }
        } while (only(Effect.Push.class, effects).size() > pushes);
    }

    private static List<Prefix> programmed(List<Effect> effects) {
        return only(Effect.Program.class, effects).stream()
                .flatMap(program -> program.changes().stream())
                .map(FibChange::network)
                .toList();
    }
}
