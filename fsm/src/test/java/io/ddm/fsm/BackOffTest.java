package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.only;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Activity of a peer shortens no back-off for long and does not cause a full announcement each time. */
class BackOffTest {

    @Test
    void limitsRetriesOfPeersWithFailingPulls() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        int pulls = 0;
        boolean pulling = true;
        for (int i = 0; i < 10_000; i++) {
            List<Effect> effects = new ArrayList<>();
            if (pulling) {
                pulls++;
                effects.addAll(hand.pullFailed());
            }
            effects.addAll(hand.pullBy(BOB, "bob-1"));
            effects.addAll(hand.passMillis(1));
            pulling = !only(Effect.Pull.class, effects).isEmpty();
            if (i % 1000 == 0) {
                hand.hear(BOB);
            }
        }
        assertThat(pulls).as("in 10 s").isBetween(7, 16);
    }

    @Test
    void pullsAtOnceFromAPeerThatBecomesActive() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        for (int i = 0; i < 5; i++) {
            hand.pullFailed();
            hand.passMillis(100L << i);
        }
        hand.pullFailed();
        hand.passMillis(150);
        assertThat(only(Effect.Pull.class, hand.pullBy(BOB, ""))).as("although 3 s were left").hasSize(1);
    }

    @Test
    void doesNotAnnounceAgainForARetriedReferencePull() {
        RouterHarness hand = withPeerInSync();
        hand.pullBy(BOB, "");
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            effects.addAll(alive(hand, 2250));
            effects.addAll(hand.pullBy(BOB, ""));
        }
        assertThat(only(Effect.AnswerPull.class, effects)).hasSize(4);
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Effect.Push.class, Effect.Pull.class);
    }

    /** It passes on what it pulls in one body, however large; and the retry may be the first pull of a new process. */
    @Test
    void pushesToAReferenceTransitAfterItsRetries() {
        RouterHarness hand = withPeerInSync();
        hand.pullBy(BOB, "");
        hand.pushed();
        hand.pulled("");
        alive(hand, 2250);
        List<Effect> retried = hand.pullBy(BOB, "");
        assertThat(only(Effect.AnswerPull.class, retried)).extracting(Effect.AnswerPull::table)
                .containsExactly(List.of());
        assertThat(only(Effect.Push.class, retried)).isEmpty();
        assertThat(only(Effect.Push.class, alive(hand, 2999))).isEmpty();
        assertThat(only(Effect.Push.class, alive(hand, 1))).extracting(Effect.Push::update)
                .containsExactly(new Update(List.of(pv(P, "me")), List.of()));
        hand.pushed();
        assertThat(only(Effect.Push.class, alive(hand, 60_000))).as("once").isEmpty();
    }

    @Test
    void announcesAtGrowingIntervalsDuringRetries() {
        RouterHarness hand = withPeerInSync();
        hand.pullBy(BOB, "");
        hand.pushed();
        hand.pulled("");
        int announcements = 0;
        for (int i = 0; i < 100; i++) {
            List<Effect> effects = new ArrayList<>(alive(hand, 2250));
            effects.addAll(hand.pullBy(BOB, ""));
            if (!only(Effect.Push.class, effects).isEmpty()) {
                announcements++;
                hand.pushed();
                hand.pulled("");
            }
        }
        assertThat(announcements).as("in 225 s").isBetween(2, 5);
    }

    @Test
    void treatsAPullAfterTheRetrySpanAsARestart() {
        RouterHarness hand = withPeerInSync();
        hand.pullBy(BOB, "");
        hand.pushed();
        hand.pulled("");
        alive(hand, 3000);
        List<Effect> effects = hand.pullBy(BOB, "");
        assertThat(only(Effect.Push.class, effects)).extracting(Effect.Push::update)
                .containsExactly(new Update(List.of(pv(P, "me")), List.of()));
        assertThat(only(Effect.Pull.class, effects)).hasSize(1);
    }

    @Test
    void limitsSynchronizationsWithAPeerOfManyInstances() {
        RouterHarness hand = withPeerInSync();
        hand.pulled("bob-0");
        int announcements = 0;
        for (int i = 0; i < 1000; i++) {
            List<Effect> effects = new ArrayList<>(hand.pullBy(BOB, "bob-" + i));
            effects.addAll(alive(hand, 10));
            if (!only(Effect.Push.class, effects).isEmpty()) {
                announcements++;
                hand.pushed();
            }
        }
        assertThat(announcements).as("in 10 s").isLessThanOrEqualTo(5);
    }

    @Test
    void recognizesAnInstanceBeyondTheLimitLater() {
        RouterHarness hand = withPeerInSync();
        for (int i = 0; i < 5; i++) {
            hand.pullBy(BOB, "bob-" + i);
        }
        assertThat(only(Effect.Notice.class, hand.pulled("bob-3"))).as("the last that was learned").isEmpty();
        alive(hand, 20_000);
        assertThat(only(Effect.Notice.class, hand.pulled("bob-4"))).singleElement()
                .extracting(Effect.Notice::message)
                .asString()
                .contains("has restarted");
    }

    private static RouterHarness withPeerInSync() {
        RouterHarness hand = RouterHarness.soliciting();
        hand.hear(BOB);
        hand.pulled("");
        hand.originate(P);
        hand.pushed();
        return hand;
    }

    /** Time passes while Bob is heard. */
    private static List<Effect> alive(RouterHarness hand, long millis) {
        List<Effect> effects = new ArrayList<>();
        for (long left = millis; left > 0; left -= 1000) {
            hand.hear(BOB);
            effects.addAll(hand.pass(Duration.ofMillis(Math.min(left, 1000))));
        }
        return effects;
    }
}
