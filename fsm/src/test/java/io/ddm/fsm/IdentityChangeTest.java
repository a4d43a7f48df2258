package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.LinkAnomaly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A neighbor that claims the peer's address or id: it replaces the peer only if it answers and the peer does not. */
class IdentityChangeTest {

    static List<PeerIdentity> successors() {
        return List.of(peer("fe80::b", "robert"), peer("fe80::bb", "bob"),
                new PeerIdentity(BOB.address(), BOB.id(), RouterKind.SERVER, BOB.version()),
                new PeerIdentity(BOB.address(), BOB.id(), BOB.kind(), ProtocolVersion.V3));
    }

    @ParameterizedTest
    @MethodSource("successors")
    void replacesARestartedPeerWithinOneSecond(PeerIdentity successor) {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        hand.hear(successor);
        Instant heard = hand.now();
        List<Effect> effects = answering(hand, Duration.ofSeconds(1), probed -> hand.hear(successor));
        assertThat(only(Effect.CloseSession.class, effects)).containsExactly(new Effect.CloseSession("eth0", 2));
        assertThat(only(Effect.Pull.class, effects))
                .containsExactly(new Effect.Pull("eth0", 4, successor, hand.held()));
        assertThat(only(Effect.Changed.class, effects)).extracting(c -> c.transition().reason())
                .containsExactly("identity changed: now " + successor.describe(), "peer changed");
        assertThat(hand.eth0().since()).isEqualTo(heard.plusMillis(500));
        assertThat(hand.imported()).isEmpty();
        assertThat(hand.eth0().anomalies()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("successors")
    void keepsTheSessionAfterOneForgedAdvertisement(PeerIdentity forged) {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        List<Effect> effects = new ArrayList<>(hand.hear(forged));
        effects.addAll(hand.passMillis(4000));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class, Effect.Pull.class);
        assertThat(only(Effect.SendSolicitation.class, effects)).as("asked at once, besides the schedule").hasSize(3);
        assertThat(hand.imported()).containsExactly(pv(P, "bob"));
    }

    @ParameterizedTest
    @MethodSource("successors")
    void keepsAPeerThatAnswersDespiteAForger(PeerIdentity forged) {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            effects.addAll(hand.hear(forged));
            if (i % 20 == 10) {
                effects.addAll(hand.hear(BOB));
            }
            effects.addAll(hand.passMillis(10));
        }
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class, Effect.Pull.class);
        assertThat(only(Effect.SendSolicitation.class, effects)).as("in 10 s").hasSizeLessThan(60);
        assertThat(hand.eth0().peer()).contains(BOB);
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind)
                .containsExactly(LinkAnomaly.Kind.CONFLICTING_IDENTITY);
    }

    @Test
    void noticesARestartDespiteAFloodOfIdentities() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        PeerIdentity successor = peer("fe80::b", "robert");
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            effects.addAll(hand.hear(peer("fe80::b", "x" + i)));
            effects.addAll(hand.passMillis(5));
        }
        assertThat(effects).as("Bob is silent for a second only")
                .doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class);
        for (int i = 0; i < 400 && only(Effect.CloseSession.class, effects).isEmpty(); i++) {
            List<Effect> heard = new ArrayList<>(hand.hear(peer("fe80::b", "y" + i)));
            heard.addAll(hand.passMillis(5));
            if (!only(Effect.SendSolicitation.class, heard).isEmpty()) {
                heard.addAll(hand.hear(successor));
            }
            effects.addAll(heard);
        }
        assertThat(hand.eth0().peer()).as("the one that answers each solicitation").contains(successor);
    }

    @Test
    void limitsTheSessionsOfAForger() {
        RouterHarness hand = RouterHarness.exchanging();
        long sessions = 0;
        for (int i = 0; i < 6000; i++) {
            PeerIdentity forged = peer("fe80::b", "x" + i / 60);
            List<Effect> effects = new ArrayList<>(hand.hear(forged));
            effects.addAll(hand.passMillis(10));
            sessions += only(Effect.Pull.class, effects).stream().map(Effect.Pull::epoch).distinct().count();
        }
        assertThat(sessions).as("in 60 s").isLessThan(65);
        assertThat(hand.eth0().anomalies()).extracting(LinkAnomaly::kind).contains(LinkAnomaly.Kind.SESSION_LIMIT);
    }

    @Test
    void limitsSessionsToABurstAndOnePerSecond() {
        RouterHarness hand = RouterHarness.soliciting();
        int sessions = 0;
        for (int i = 0; i < 100; i++) {
            sessions += only(Effect.Pull.class, hand.hear(BOB)).size();
            hand.tell(new Event.ExpirePeer(BOB.address()));
        }
        assertThat(sessions).isEqualTo(5);
        List<Effect> effects = hand.passMillis(1000);
        assertThat(only(Effect.SendSolicitation.class, effects)).as("asked when the next session is admitted")
                .isNotEmpty();
        assertThat(only(Effect.Pull.class, hand.hear(BOB))).hasSize(1);
    }

    @Test
    void solicitsWhenTheNextSessionIsAdmitted() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.passMillis(1000);
        for (int i = 0; i < 5; i++) {
            hand.hear(BOB);
            hand.tell(new Event.ExpirePeer(BOB.address()));
            hand.passMillis(1);
        }
        hand.passMillis(800);
        hand.hear(BOB);
        assertThat(hand.eth0().peer()).isEmpty();
        assertThat(only(Effect.SendSolicitation.class, hand.passMillis(200))).hasSize(1);
    }

    @Test
    void dampsIdentityChanges() {
        RouterHarness hand = new RouterHarness(RouterHarness.config(RouterKind.TRANSIT, true));
        hand.open("eth0", 1);
        hand.hear(BOB);
        PeerIdentity last = BOB;
        for (int i = 0; i < 4; i++) {
            last = peer("fe80::b", "x" + i);
            become(hand, last);
            assertThat(hand.eth0().peer()).contains(last);
        }
        PeerIdentity next = peer("fe80::b", "y");
        become(hand, next);
        assertThat(hand.eth0().peer()).as("suppressed").contains(last);
    }

    @Test
    void doesNotFlapBetweenRoutersWithOneId() {
        RouterHarness hand = RouterHarness.exchanging();
        PeerIdentity moved = peer("fe80::bb", "bob");
        become(hand, moved);
        assertThat(hand.eth0().peer()).contains(moved);
        for (int i = 0; i < 20; i++) {
            hand.hear(BOB);
            hand.hear(moved);
            hand.passMillis(100);
        }
        assertThat(hand.eth0().peer()).contains(moved);
        assertThat(hand.eth0().losses()).isEqualTo(1);
    }

    @Test
    void decidesNothingAfterAStallOfThisProcess() {
        RouterHarness hand = RouterHarness.exchanging();
        PeerIdentity forged = peer("fe80::b", "x");
        hand.hear(forged);
        hand.hear(forged);
        hand.passMillis(250);
        hand.hear(forged);
        hand.freeze(Duration.ofSeconds(3));
        assertThat(only(Effect.CloseSession.class, hand.tell(new Event.Tick()))).isEmpty();
        hand.hear(BOB);
        assertThat(hand.eth0().peer()).contains(BOB);
    }

    private static void become(RouterHarness hand, PeerIdentity successor) {
        hand.hear(successor);
        answering(hand, Duration.ofMillis(600), probed -> hand.hear(successor));
    }

    /** Time passes; each solicitation is answered, by what it was. */
    private static List<Effect> answering(RouterHarness hand, Duration time, Consumer<Effect> answer) {
        List<Effect> effects = new ArrayList<>();
        answer.accept(new Effect.SendSolicitation("eth0"));
        for (long i = 0; i < time.toMillis(); i++) {
            List<Effect> passed = hand.passMillis(1);
            effects.addAll(passed);
            only(Effect.SendSolicitation.class, passed).forEach(answer);
        }
        return effects;
    }
}
