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
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import io.ddm.fsm.session.RejectedRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions and routes: what a router does with what its peers send. */
class RouterTest {

    private static final WeightedNextHop VIA_BOB = WeightedNextHop
            .equalShare(new NextHop(1, BOB.address()));

    @Test
    void acceptsAndProgramsWhatAPeerOffers() {
        RouterHarness hand = RouterHarness.exchanging();
        List<Effect> effects = hand.announcedBy(BOB, pv(P, "bob"));
        assertThat(effects).containsExactly(new Effect.Program(List.of(new FibChange(P, List.of(VIA_BOB)))),
                new Effect.AcceptPush(1));
        assertThat(hand.router().reports().fib()).containsOnlyKeys(P);
    }

    @Test
    void reportsRejectedRoutesAndImportsTheOthers() {
        RouterHarness hand = RouterHarness.exchanging();
        PathVector everything = pv(Prefix.parse("::/0"), "bob");
        List<Effect> effects = hand.announcedBy(BOB, everything, pv(P, "bob"), everything);
        assertThat(only(Effect.RejectedRoutes.class, effects))
                .containsExactly(new Effect.RejectedRoutes("eth0", BOB, RejectReason.RESERVED, 2, everything));
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
        assertThat(hand.eth0().rejected()).containsExactly(new RejectedRoutes(RejectReason.RESERVED, 2, everything));
        hand.tell(new Event.Synchronize());
        hand.pulled("bob-1", pv(P, "bob"));
        assertThat(hand.eth0().rejected()).as("in the table as last pulled").isEmpty();
    }

    @Test
    void forgetsRejectedRoutesThatAreWithdrawn() {
        RouterHarness hand = RouterHarness.exchanging();
        PathVector everything = pv(Prefix.parse("::/0"), "bob");
        hand.announcedBy(BOB, everything, pv(P, "bob"));
        assertThat(hand.eth0().rejected()).isNotEmpty();
        assertThat(only(Effect.Pull.class, hand.pushBy(BOB, new Update(List.of(), List.of(pv(P, "bob"))))))
                .as("nothing rejected is gone")
                .isEmpty();
        assertThat(only(Effect.Pull.class, hand.pushBy(BOB, new Update(List.of(), List.of(everything)))))
                .singleElement()
                .satisfies(pull -> assertThat(pull.held()).as("compared with nothing").isEmpty());
        hand.pulled("bob-1");
        assertThat(hand.eth0().rejected()).isEmpty();
    }

    /** Bodies for reference peers leave room for it, so an id that is no longer held must not cost for ever. */
    @Test
    void reportsTheLongestIdOfHeldPaths() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "s1", "bob"));
        assertThat(hand.router().reports().longestId()).isEqualTo(3);
        String name = "a".repeat(64);
        hand.announcedBy(BOB, pv(Prefix.parse("fe80::/64"), name, "bob"));
        assertThat(hand.router().reports().longestId()).as("rejected").isEqualTo(3);
        hand.announcedBy(BOB, pv(Q, name + "a", "bob"), pv(Q, "\u00e4".repeat(33), "bob"));
        assertThat(hand.router().reports().longestId()).as("no host name").isEqualTo(3);
        hand.announcedBy(BOB, pv(Q, name, "bob"));
        assertThat(hand.router().reports().longestId()).isEqualTo(64);
        hand.pushBy(BOB, new Update(List.of(), List.of(pv(Q, name, "bob"))));
        assertThat(hand.router().reports().longestId()).as("withdrawn").isEqualTo(3);
        hand.passMillis(10_000);
        assertThat(hand.router().reports().longestId()).as("the peer is lost").isZero();
    }

    @Test
    void removesImportsOfAnAddressThatBecomesOurs() {
        RouterHarness hand = RouterHarness.exchanging(pv(Prefix.parse("fd00:9::1/128"), "bob"));
        List<Effect> effects = hand.tell(new Event.AddressesChanged(Set.of(Ipv6Address.parse("fd00:9::1")), Set.of()));
        assertThat(hand.imported()).isEmpty();
        assertThat(only(Effect.Program.class, effects)).hasSize(1);
    }

    @Test
    void coalescesChangesWhileAPushIsUnderWay() {
        RouterHarness hand = RouterHarness.exchanging();
        assertThat(updates(hand.originate(P))).containsExactly(new Update(List.of(pv(P, "me")), List.of()));
        assertThat(hand.originate(P)).isEmpty();
        assertThat(hand.originate(Q)).isEmpty();
        assertThat(updates(hand.pushed())).containsExactly(new Update(List.of(pv(Q, "me")), List.of()));
        assertThat(hand.pushed()).isEmpty();
        assertThat(updates(hand.tell(new Event.Withdraw(Set.of(P, Q)))).getFirst().withdraw())
                .containsExactlyInAnyOrder(pv(P, "me"), pv(Q, "me"));
    }

    @Test
    void retriesAFailedPushAndPullsAfterTheThird() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        for (long pause : new long[]{100, 200}) {
            assertThat(hand.pushFailed()).isEmpty();
            assertThat(hand.passMillis(pause - 1)).doesNotHaveAnyElementsOfTypes(Effect.Push.class);
            assertThat(updates(hand.passMillis(1))).containsExactly(new Update(List.of(pv(P, "me")), List.of()));
        }
        List<Effect> third = hand.pushFailed();
        assertThat(only(Effect.Notice.class, third)).hasSize(1);
        assertThat(only(Effect.Pull.class, third)).hasSize(1);
        assertThat(hand.eth0().peer()).as("only silence ends a session").contains(BOB);
    }

    @Test
    void retriesAFailedPullWithGrowingPauses() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        for (long pause : new long[]{100, 200, 400, 800}) {
            assertThat(hand.pullFailed()).isEmpty();
            assertThat(only(Effect.Pull.class, hand.passMillis(pause - 1))).isEmpty();
            assertThat(only(Effect.Pull.class, hand.passMillis(1))).hasSize(1);
        }
        hand.pulled("bob-1", pv(P, "bob"));
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @Test
    void dropsCompletionsOfAnotherSession() {
        RouterHarness hand = RouterHarness.exchanging();
        for (long stale : new long[]{0, 1, 3, 99}) {
            assertThat(hand
                    .tell(new Event.PullCompleted("eth0", stale, List.of(pv(P, "bob")), RouterHarness.extensions("x"))))
                    .isEmpty();
            assertThat(hand.tell(new Event.PullFailed("eth0", stale, "late"))).isEmpty();
            assertThat(hand.tell(new Event.PushCompleted("eth0", stale))).isEmpty();
            assertThat(hand.tell(new Event.PushFailed("eth0", stale, "late"))).isEmpty();
        }
        assertThat(hand.imported()).isEmpty();
    }

    @Test
    void treatsAPushDuringAPullAsNewerThanItsAnswer() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pushBy(BOB, new Update(List.of(pv(P, "bob")), List.of(pv(Q, "bob"))));
        hand.pulled("bob-1", pv(Q, "bob"));
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @Test
    void synchronizesWithAnotherInstanceOfThePeer() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.pushed();
        assertThat(only(Effect.Pull.class, hand.pullBy(BOB, "bob-1"))).as("its first pull").isEmpty();
        assertThat(only(Effect.Pull.class, hand.pullBy(BOB, "bob-1"))).as("and again").isEmpty();
        List<Effect> effects = hand.pullBy(BOB, "bob-2");
        assertThat(only(Effect.Pull.class, effects)).hasSize(1);
        assertThat(updates(effects)).containsExactly(new Update(List.of(pv(P, "me")), List.of()));
    }

    @Test
    void treatsASecondPullOfAReferencePeerAsARestart() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pulled("");
        assertThat(only(Effect.Pull.class, hand.pullBy(BOB, ""))).as("ours is older than its session").hasSize(1);
        hand.pulled("");
        hand.passMillis(3000);
        assertThat(only(Effect.Pull.class, hand.pullBy(BOB, ""))).hasSize(1);
    }

    @Test
    void treatsAnAnswerOfAnotherInstanceAsARestart() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.tell(new Event.Synchronize());
        List<Effect> effects = hand.pulled("bob-2", pv(P, "bob"));
        assertThat(only(Effect.Notice.class, effects)).hasSize(1);
        assertThat(only(Effect.Pull.class, effects)).hasSize(1);
        assertThat(only(Effect.Pull.class, hand.pulled("bob-2", pv(P, "bob")))).isEmpty();
    }

    @Test
    void servesOtherPeersWhileOneDoesNotAnswer() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.open("eth1", 2);
        hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        List<Effect.Push> first = only(Effect.Push.class, hand.originate(P));
        assertThat(first).extracting(Effect.Push::name).containsExactly("eth0", "eth1");
        List<Effect> effects = new ArrayList<>();
        for (Prefix prefix : List.of(Q, Prefix.parse("fd00:3::/64"))) {
            effects.addAll(hand.originate(prefix));
            effects.addAll(hand.tell(new Event.PushCompleted("eth1", first.getLast().epoch())));
        }
        assertThat(only(Effect.Push.class, effects)).as("Bob has not answered yet")
                .extracting(Effect.Push::name)
                .containsOnly("eth1")
                .hasSize(2);
    }

    @Test
    void withdrawsInTheNextSessionWithTheSameRouter() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.pushed();
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(updates(hand.hear(BOB))).as("it may not have seen the session end")
                .containsExactly(new Update(List.of(), List.of(pv(P, "me"))));
    }

    @Test
    void withdrawsNothingFromAnotherRouter() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.pushed();
        hand.tell(new Event.ExpirePeer(BOB.address()));
        hand.tell(new Event.Withdraw(Set.of(P)));
        assertThat(updates(hand.hear(RouterHarness.CAROL))).isEmpty();
    }

    @Test
    void pullsEveryPeerAgainToSynchronize() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        assertThat(only(Effect.Pull.class, hand.tell(new Event.Synchronize()))).hasSize(1);
        assertThat(hand.tell(new Event.Synchronize())).as("not two at a time").isEmpty();
        assertThat(only(Effect.Pull.class, hand.pulled("bob-1", pv(Q, "bob")))).as("the second asked for").hasSize(1);
        assertThat(hand.imported()).containsExactly(pv(Q, "bob"));
    }

    @Test
    void expiresAPeerOnEveryInterface() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        assertThat(hand.tell(new Event.ExpirePeer(Ipv6Address.parse("fe80::99")))).isEmpty();
        List<Effect> effects = hand.tell(new Event.ExpirePeer(BOB.address()));
        assertThat(effects).contains(new Effect.CloseSession("eth0", 2),
                new Effect.Program(List.of(new FibChange(P, List.of()))), new Effect.SendSolicitation("eth0"));
        assertThat(hand.router().reports().all().imported()).isEmpty();
    }

    @Test
    void redistributesAndWithdrawsAsATransit() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.open("eth1", 2);
        PeerIdentity dave = peer("fe80::d", "dave");
        hand.tell(new Event.PacketReceived("eth1", dave, false, true));
        List<Effect.Push> pushes = only(Effect.Push.class, hand.announcedBy(BOB, pv(P, "bob")));
        assertThat(pushes).extracting(Effect.Push::peer).containsExactly(dave);
        assertThat(pushes.getFirst().update().announce()).containsExactly(pv(P, "bob", "me"));
        hand.tell(new Event.PushCompleted("eth1", pushes.getFirst().epoch()));
        List<Effect> effects = hand.tell(new Event.InterfaceLost("eth0", "no carrier"));
        assertThat(updates(effects)).containsExactly(new Update(List.of(), List.of(pv(P, "bob", "me"))));
    }

    @Test
    void attributesATunnelWithoutAPathToThePeer() {
        TunnelOrigin tunnel = new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), 7, 0);
        RouterHarness hand = RouterHarness.exchanging();
        PathVector attributed = new PathVector(tunnel, RouterPath.of(new RouterId("bob")));
        hand.announcedBy(BOB, new PathVector(tunnel, RouterPath.EMPTY));
        assertThat(hand.imported()).containsExactly(attributed);
        hand.pushBy(BOB, new Update(List.of(), List.of(new PathVector(tunnel, RouterPath.EMPTY))));
        assertThat(hand.imported()).isEmpty();
    }

    @Test
    void pushesManyPathsInPartsOneAtATime() {
        RouterHarness hand = RouterHarness.exchanging();
        PathVector[] many = new PathVector[2500];
        io.ddm.fsm.model.Prefix[] prefixes = new io.ddm.fsm.model.Prefix[many.length];
        for (int i = 0; i < many.length; i++) {
            prefixes[i] = new io.ddm.fsm.model.Prefix(new Ipv6Address(0xfd00L << 48 | i, 0), 64);
        }
        List<Integer> sizes = new ArrayList<>();
        List<Effect> effects = hand.originate(prefixes);
        while (true) {
            effects.addAll(hand.passMillis(0));
            if (updates(effects).isEmpty()) {
                break;
            }
            sizes.add(updates(effects).getFirst().announce().size());
            assertThat(updates(effects)).as("one at a time").hasSize(1);
            effects = hand.pushed();
        }
        assertThat(sizes).as("news first, then as much as fits").contains(500).allMatch(n -> n <= 500);
        assertThat(sizes.stream().mapToInt(n -> n).sum()).isEqualTo(2500);
        assertThat(hand.pushed()).isEmpty();
    }

    @Test
    void withdrawsEverythingAndStopsOnce() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.pushed();
        List<Effect> effects = hand.tell(new Event.Stop());
        assertThat(updates(effects)).containsExactly(new Update(List.of(), List.of(pv(P, "me"))));
        assertThat(effects).doesNotContain(new Effect.Stopped());
        assertThat(hand.pushed()).containsExactly(new Effect.Stopped());
        assertThat(hand.tell(new Event.Stop())).isEmpty();
    }

    @Test
    void stopsWithoutWaitingForADeadPeer() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.tell(new Event.Stop());
        assertThat(hand.pushFailed()).contains(new Effect.Stopped());
    }

    @Test
    void acceptsNoInterfaceAfterStop() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.originate(P);
        hand.tell(new Event.InterfaceReady("eth1", 2, RouterHarness.OURS));
        hand.tell(new Event.Stop());
        assertThat(hand.tell(new Event.InterfaceConfigured("eth1"))).isEmpty();
        assertThat(hand.tell(new Event.InterfaceRemoved("eth0"))).endsWith(new Effect.Stopped());
    }

    @Test
    void stopsAtOnceWithoutAPeer() {
        assertThat(RouterHarness.soliciting().tell(new Event.Stop())).containsExactly(new Effect.Stopped());
    }

    @Test
    void sendsNothingAfterStop() {
        RouterHarness hand = RouterHarness.exchanging();
        hand.tell(new Event.Stop());
        assertThat(hand.solicitedBy(BOB)).isEmpty();
        assertThat(only(Effect.AnswerPull.class, hand.pullBy(BOB, "bob-1")).getFirst().table()).isEmpty();
        assertThat(hand.passMillis(20_000)).doesNotHaveAnyElementsOfTypes(Effect.SendSolicitation.class,
                Effect.Push.class, Effect.Stopped.class);
    }

    @Test
    void givesTheSameEffectsForTheSameEvents() {
        assertThat(story()).isEqualTo(story());
    }

    private static List<Effect> story() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"), pv(Q, "bob"));
        List<Effect> effects = new java.util.ArrayList<>(hand.originate(P, Q));
        effects.addAll(hand.pushFailed());
        effects.addAll(hand.passMillis(30_000));
        return effects;
    }

    private static List<Update> updates(List<Effect> effects) {
        return only(Effect.Push.class, effects).stream().map(Effect.Push::update).toList();
    }
}
