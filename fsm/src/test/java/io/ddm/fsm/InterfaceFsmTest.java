package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.OURS;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.START;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.LinkAnomaly;
import io.ddm.fsm.peer.LostPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state machine of one interface, through the router that owns it. */
class InterfaceFsmTest {

    @Test
    void opensWhenReadyAndSolicitsWhenOpen() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        assertThat(hand.tell(new Event.InterfaceConfigured("eth0"))).isEmpty();
        assertThat(hand.eth0().state()).isEqualTo(FsmState.INIT);
        assertThat(hand.tell(new Event.InterfaceReady("eth0", 7, OURS)))
                .containsExactly(new Effect.OpenInterface("eth0", 7, OURS, 1));
        assertThat(only(Effect.SendSolicitation.class, hand.tell(new Event.InterfaceOpened("eth0", 1)))).hasSize(1);
        assertThat(hand.eth0().state()).isEqualTo(FsmState.SOLICIT);
    }

    @Test
    void ignoresInterfacesThatAreNotConfigured() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        assertThat(hand.tell(new Event.InterfaceReady("eth9", 7, OURS))).isEmpty();
        assertThat(hand.router().nextDeadline()).isEmpty();
    }

    @Test
    void solicitsInABurstAndThenEveryTwoSeconds() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.open("eth0", 1);
        List<Long> at = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            at.add(Duration.between(START, hand.router().nextDeadline().orElseThrow()).toMillis());
            assertThat(hand.passMillis(at.getLast() - Duration.between(START, hand.now()).toMillis()))
                    .containsExactly(new Effect.SendSolicitation("eth0"));
        }
        assertThat(at).containsExactly(100L, 300L, 700L, 2700L, 4700L, 6700L);
    }

    @Test
    void retriesAFailedOpenWithGrowingPauses() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.tell(new Event.InterfaceConfigured("eth0"));
        hand.tell(new Event.InterfaceReady("eth0", 1, OURS));
        for (long pause : new long[]{100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
            assertThat(only(Effect.Notice.class, hand.tell(new Event.InterfaceOpenFailed("eth0", 1, "busy"))))
                    .hasSize(1);
            assertThat(hand.passMillis(pause - 1)).isEmpty();
            assertThat(hand.passMillis(1)).containsExactly(new Effect.OpenInterface("eth0", 1, OURS, 1));
        }
    }

    @Test
    void dropsCompletionsOfOpensFromAnotherEpoch() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.tell(new Event.InterfaceConfigured("eth0"));
        hand.tell(new Event.InterfaceReady("eth0", 1, OURS));
        hand.tell(new Event.InterfaceLost("eth0", "down"));
        assertThat(hand.tell(new Event.InterfaceOpened("eth0", 1))).isEmpty();
        assertThat(hand.tell(new Event.InterfaceOpenFailed("eth0", 1, "late"))).isEmpty();
        assertThat(hand.eth0().state()).isEqualTo(FsmState.INIT);
        assertThat(hand.router().nextDeadline()).isEmpty();
    }

    @Test
    void answersAndSolicitsAStranger() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.passMillis(150);
        assertThat(only(Effect.SendAdvertisement.class, hand.solicitedBy(BOB)))
                .containsExactly(new Effect.SendAdvertisement("eth0", BOB.address()));
        hand.freeze(Duration.ofMillis(60));
        assertThat(hand.solicitedBy(BOB)).containsExactly(new Effect.SendAdvertisement("eth0", BOB.address()),
                new Effect.SendSolicitation("eth0"));
        hand.freeze(Duration.ofMillis(80));
        assertThat(hand.solicitedBy(CAROL)).as("not more often than each 100 ms")
                .containsExactly(new Effect.SendAdvertisement("eth0", CAROL.address()));
    }

    @Test
    void answersThePeersSolicitation() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(1500);
        assertThat(hand.solicitedBy(BOB)).containsExactly(new Effect.SendAdvertisement("eth0", BOB.address()));
    }

    @Test
    void startsTheExchangeAtTheFirstAdvertisement() {
        RouterHarness hand = RouterHarness.soliciting();
        List<Effect> effects = hand.hear(BOB);
        assertThat(only(Effect.Pull.class, effects)).containsExactly(new Effect.Pull("eth0", 2, BOB, hand.held()));
        assertThat(hand.eth0().state()).isEqualTo(FsmState.EXCHANGE);
        assertThat(hand.eth0().peer()).contains(BOB);
    }

    @Test
    void expiresExactlyAfterTheThreshold() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(1234);
        hand.hear(BOB);
        assertThat(only(Effect.CloseSession.class, hand.passMillis(4999))).isEmpty();
        List<Effect> effects = hand.passMillis(1);
        assertThat(only(Effect.CloseSession.class, effects)).containsExactly(new Effect.CloseSession("eth0", 2));
        assertThat(effects).as("it looks for a peer at once").contains(new Effect.SendSolicitation("eth0"));
        assertThat(hand.eth0().state()).isEqualTo(FsmState.SOLICIT);
    }

    @Test
    void refreshesLivenessByAdvertisementsOnly() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(4000);
        hand.solicitedBy(BOB);
        hand.announcedBy(BOB, pv(P, "bob"));
        hand.pullBy(BOB, "bob-1");
        assertThat(only(Effect.CloseSession.class, hand.passMillis(1000))).hasSize(1);
        assertThat(hand.imported()).isEmpty();
    }

    @Test
    void creditsAStallOfThisProcess() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(1000);
        hand.freeze(Duration.ofSeconds(60));
        assertThat(only(Effect.CloseSession.class, hand.tell(new Event.Tick()))).isEmpty();
        assertThat(only(Effect.CloseSession.class, hand.passMillis(2000))).isEmpty();
        assertThat(only(Effect.CloseSession.class, hand.passMillis(4000))).as("but silence after it does").hasSize(1);
    }

    @Test
    void creditsNoShortDelay() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(4700);
        hand.freeze(Duration.ofMillis(700));
        assertThat(only(Effect.CloseSession.class, hand.tell(new Event.Tick()))).hasSize(1);
    }

    @Test
    void reportsAPeerWithoutOurKeyButNoStranger() {
        RouterHarness hand = RouterHarness.exchanging();
        assertThat(hand.tell(new Event.PeerUnauthenticated("eth0", CAROL.address(), "no key"))).isEmpty();
        assertThat(hand.tell(new Event.PeerUnauthenticated("eth0", BOB.address(), "no key"))).singleElement()
                .asString()
                .contains("no trusted exchange with bob", "no key");
        assertThat(hand.tell(new Event.PeerUnauthenticated("eth0", BOB.address(), "no key"))).isEmpty();
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind)
                .containsExactly(LinkAnomaly.Kind.UNAUTHENTICATED);
    }

    @Test
    void ignoresASecondNeighborWhileThePeerIsAlive() {
        RouterHarness hand = RouterHarness.exchanging();
        assertThat(hand.hear(CAROL)).containsExactly(new Effect.Notice("eth0",
                "carol (fe80::c) is on the link too; it is ignored while bob (fe80::b) is alive: a link has one peer"));
        assertThat(hand.hear(CAROL)).as("the second time").isEmpty();
        assertThat(hand.eth0().peer()).contains(BOB);
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind)
                .containsExactly(LinkAnomaly.Kind.SECOND_NEIGHBOR);
        hand.passMillis(5000);
        assertThat(only(Effect.Pull.class, hand.hear(CAROL))).hasSize(1);
    }

    @Test
    void endsTheSessionWithItsLinkAndStartsAgain() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        List<Effect> effects = hand.tell(new Event.InterfaceLost("eth0", "no carrier"));
        assertThat(effects).contains(new Effect.CloseSession("eth0", 2), new Effect.CloseInterface("eth0"));
        assertThat(only(Effect.Program.class, effects).getFirst().changes().getFirst().nextHops()).isEmpty();
        assertThat(hand.eth0().state()).isEqualTo(FsmState.INIT);
        assertThat(hand.eth0().address()).isEmpty();
        assertThat(hand.router().nextDeadline()).isEmpty();
        assertThat(hand.hear(BOB)).as("closed is deaf").isEmpty();
        hand.ready("eth0", 1);
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).hasSize(1);
    }

    @Test
    void opensALinkThatWasReadyBeforeItWasConfigured() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.tell(new Event.InterfaceReady("eth0", 7, OURS));
        assertThat(hand.tell(new Event.InterfaceConfigured("eth0")))
                .containsExactly(new Effect.OpenInterface("eth0", 7, OURS, 1));
        hand.tell(new Event.InterfaceReady("eth1", 8, OURS));
        hand.tell(new Event.InterfaceLost("eth1", "link down"));
        assertThat(hand.tell(new Event.InterfaceConfigured("eth1"))).as("lost before it was configured").isEmpty();
    }

    @Test
    void expiresThePeerOfARemovedInterface() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        List<Effect> effects = hand.tell(new Event.InterfaceRemoved("eth0"));
        assertThat(effects).contains(new Effect.CloseSession("eth0", 2), new Effect.CloseInterface("eth0"));
        assertThat(only(Effect.Program.class, effects).getFirst().changes().getFirst().nextHops()).isEmpty();
        assertThat(only(Effect.Changed.class, effects).getFirst().transition().reason())
                .isEqualTo("interface removed: no longer configured");
        assertThat(hand.router().reports().all().interfaces()).isEmpty();
        assertThat(hand.imported()).isEmpty();
        assertThat(hand.router().nextDeadline()).isEmpty();
        assertThat(hand.hear(BOB)).as("removed is deaf").isEmpty();
        assertThat(hand.tell(new Event.InterfaceRemoved("eth0"))).as("twice is once").isEmpty();
    }

    @Test
    void ignoresStaleCompletionsWhenConfiguredAgain() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        hand.tell(new Event.InterfaceRemoved("eth0"));
        hand.passMillis(700);
        List<Effect> effects = hand.tell(new Event.InterfaceConfigured("eth0"));
        long epoch = only(Effect.OpenInterface.class, effects).getFirst().epoch();
        assertThat(hand.eth0().since()).isEqualTo(hand.now());
        for (long former = 0; former < epoch; former++) {
            assertThat(hand.tell(new Event.InterfaceOpened("eth0", former))).isEmpty();
        }
        hand.tell(new Event.InterfaceOpened("eth0", epoch));
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).extracting(Effect.Pull::epoch).containsExactly(epoch + 1);
        assertThat(
                hand.tell(new Event.PullCompleted("eth0", 2, List.of(pv(P, "bob")), RouterHarness.extensions("bob-1"))))
                .as("of the session before")
                .isEmpty();
    }

    @Test
    void withdrawsWhatChangedWhileAnInterfaceWasRemoved() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.pushed();
        hand.tell(new Event.InterfaceRemoved("eth0"));
        hand.tell(new Event.Withdraw(Set.of(P)));
        List<Effect> configured = hand.tell(new Event.InterfaceConfigured("eth0"));
        long epoch = only(Effect.OpenInterface.class, configured).getFirst().epoch();
        hand.tell(new Event.InterfaceOpened("eth0", epoch));
        assertThat(only(Effect.Push.class, hand.hear(BOB))).extracting(Effect.Push::update)
                .containsExactly(new Update(List.of(), List.of(pv(P, "me"))));
    }

    @Test
    void dropsRequestsThroughARemovedInterface() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.pullBy(BOB, "");
        assertThat(only(Effect.DropRequest.class, hand.tell(new Event.InterfaceRemoved("eth0")))).hasSize(1);
        assertThat(only(Effect.DropRequest.class, hand.pullBy(BOB, ""))).hasSize(1);
        assertThat(only(Effect.DropRequest.class, hand.announcedBy(BOB, pv(P, "bob")))).hasSize(1);
    }

    @Test
    void recordsTransitionsWithTheirReasons() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(5000);
        assertThat(hand.eth0().history()).extracting(t -> t.from() + ">" + t.to() + " " + t.reason())
                .containsExactly("INIT>SOLICIT link is up", "SOLICIT>EXCHANGE peer found",
                        "EXCHANGE>SOLICIT no advertisement for 5.0 s (threshold 5.0 s)");
        assertThat(hand.eth0().history().getLast().peer()).isEqualTo(Optional.of(BOB));
        assertThat(hand.eth0().since()).isEqualTo(hand.now());
    }

    @Test
    void defersRequestsUntilTheSenderIsThePeer() {
        RouterHarness hand = new RouterHarness(RouterKind.SERVER);
        hand.open("eth0", 1);
        hand.originate(P);
        hand.passMillis(150);
        assertThat(hand.pullBy(BOB, "bob-1")).isEmpty();
        hand.passMillis(100);
        assertThat(only(Effect.SendSolicitation.class, hand.announcedBy(BOB, pv(RouterHarness.Q, "bob"))))
                .as("and it is asked who it is")
                .hasSize(1);
        List<Effect> effects = hand.hear(BOB);
        assertThat(only(Effect.AnswerPull.class, effects)).extracting(Effect.AnswerPull::table)
                .containsExactly(List.of(pv(P, "me")));
        assertThat(effects).contains(new Effect.AcceptPush(2));
        assertThat(hand.imported()).containsExactly(pv(RouterHarness.Q, "bob"));
    }

    @Test
    void limitsDeferredRequestsInNumberAndTime() {
        RouterHarness hand = RouterHarness.soliciting();
        for (int i = 0; i < 8; i++) {
            assertThat(only(Effect.DropRequest.class, hand.pullBy(CAROL, ""))).isEmpty();
        }
        assertThat(only(Effect.DropRequest.class, hand.pullBy(CAROL, ""))).extracting(Effect.DropRequest::request)
                .containsExactly(9L);
        assertThat(only(Effect.DropRequest.class, hand.passMillis(1999))).isEmpty();
        assertThat(only(Effect.DropRequest.class, hand.passMillis(1))).hasSize(8);
    }

    @Test
    void dropsRequestsWhenTheInterfaceIsNotOpen() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.pullBy(BOB, "");
        assertThat(only(Effect.DropRequest.class, hand.tell(new Event.InterfaceLost("eth0", "gone")))).hasSize(1);
        assertThat(only(Effect.DropRequest.class, hand.pullBy(BOB, ""))).hasSize(1);
    }

    @Test
    void ignoresItsOwnPackets() {
        RouterHarness hand = RouterHarness.soliciting();
        assertThat(hand.hear(peer("fe80::a", "me"))).containsExactly(new Effect.Notice("eth0",
                "receives packets that this router itself sent on eth0: both are on one link, or the link loops"));
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind).containsExactly(LinkAnomaly.Kind.OWN_PACKET);
        assertThat(hand.eth0().state()).isEqualTo(FsmState.SOLICIT);
    }

    /** A forger of packets from our address does not make us our own neighbor. */
    @Test
    void ignoresForgedPacketsFromItsOwnAddress() {
        RouterHarness hand = RouterHarness.soliciting();
        assertThat(hand.hear(peer("fe80::a", "mirror"))).containsExactly(new Effect.Notice("eth0",
                "receives packets of mirror from this router's own address fe80::a: the address is used twice, or"
                        + " packets are forged"));
        assertThat(hand.solicitedBy(peer("fe80::a", "mirror"))).isEmpty();
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind).containsExactly(LinkAnomaly.Kind.OWN_PACKET);
        assertThat(hand.eth0().state()).isEqualTo(FsmState.SOLICIT);
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).as("the place is free").hasSize(1);
    }

    /** Link-local addresses mean something on their link only: fe80::1 and fe80::2 on every link is common. */
    @Test
    void acceptsANeighborWithItsAddressOfAnotherLink() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.tell(new Event.InterfaceConfigured("eth1"));
        hand.tell(new Event.InterfaceReady("eth1", 2, BOB.address()));
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).hasSize(1);
    }

    @Test
    void reportsAPeerWithADuplicateRouterId() {
        RouterHarness hand = RouterHarness.soliciting();
        List<Effect> effects = hand.hear(peer("fe80::d", "me"));
        assertThat(only(Effect.Pull.class, effects)).hasSize(1);
        assertThat(only(Effect.Notice.class, effects)).singleElement()
                .extracting(Effect.Notice::message)
                .asString()
                .contains("fe80::d is another router with our id me", "--router-id");
        assertThat(only(Effect.Notice.class, hand.hear(peer("fe80::d", "me")))).isEmpty();
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind)
                .containsExactly(LinkAnomaly.Kind.DUPLICATE_ROUTER_ID);
    }

    @Test
    void forgetsAnomaliesThatAreOver() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.hear(CAROL);
        for (int i = 0; i < 31; i++) {
            hand.hear(BOB);
            hand.passMillis(1000);
        }
        assertThat(hand.eth0().anomalies()).isEmpty();
        assertThat(hand.hear(CAROL)).as("when it begins again").hasSize(1);
    }

    @Test
    void ignoresReadinessThatIsAlreadyKnown() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        assertThat(hand.ready("eth0", 1)).isEmpty();
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
        assertThat(hand.ready("eth0", 7)).as("another index").isNotEmpty();
    }

    @Test
    void countsLostSessions() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.passMillis(5000);
        hand.hear(BOB);
        hand.tell(new Event.ExpirePeer(BOB.address()));
        assertThat(hand.eth0().losses()).isEqualTo(2);
    }

    @Test
    void reportsSilentAndLostPeers() {
        RouterHarness hand = RouterHarness.exchanging();
        assertThat(hand.eth0().lostPeer()).isEmpty();
        hand.passMillis(4500);
        assertThat(hand.eth0().lastHeard()).as("two solicit intervals ago").contains(START);
        hand.passMillis(500);
        assertThat(hand.eth0().lastHeard()).isEmpty();
        assertThat(hand.eth0().lostPeer())
                .contains(new LostPeer(BOB, START.plusSeconds(5), "no advertisement for 5.0 s (threshold 5.0 s)"));
        hand.tell(new Event.InterfaceLost("eth0", "no carrier"));
        assertThat(hand.eth0().lostPeer()).as("also when the link is gone too").isPresent();
        hand.ready("eth0", 1);
        hand.hear(BOB);
        assertThat(hand.eth0().lostPeer()).isEmpty();
    }

    @Test
    void reportsAnExpireThresholdBelowTwoSolicitIntervals() {
        assertThat(reportOf(4000).warnings()).isEmpty();
        assertThat(reportOf(3999).warnings()).containsExactly("the expire threshold of 3999 ms is shorter than two"
                + " solicit intervals of 2000 ms: one lost packet ends a session");
    }

    private static RouterReport reportOf(int expireThresholdMillis) {
        RouterConfig config = RouterHarness.config(RouterKind.SERVER, false);
        return new Router(config
                .withTimers(config.timers().withExpireThreshold(Duration.ofMillis(expireThresholdMillis)))).reports()
                .all();
    }

    @Test
    void suppressesAFlappingLinkForAWhile() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, true));
        hand.open("eth0", 1);
        for (int loss = 1; loss <= 4; loss++) {
            assertThat(only(Effect.Pull.class, hand.hear(BOB))).as("session %d", loss).hasSize(1);
            List<Effect> lost = hand.tell(new Event.ExpirePeer(BOB.address()));
            assertThat(only(Effect.Notice.class, lost)).hasSize(loss == 4 ? 1 : 0);
        }
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).isEmpty();
        hand.passMillis(21_000);
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).as("4000 halves to 1500 in 21.2 s").isEmpty();
        hand.passMillis(300);
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).hasSize(1);
    }
}
