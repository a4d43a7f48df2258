package io.ddm.fsm.rib.out;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.B;
import static io.ddm.fsm.rib.Given.announce;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.path;
import static io.ddm.fsm.rib.Given.pv;
import static io.ddm.fsm.rib.Given.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.table.Budget;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdjRibOutTest {

    private final SortedMap<Destination, List<RouterPath>> wanted = new TreeMap<>(Destination.ORDER);
    private final AdjRibOut out = new AdjRibOut(id("me"), () -> new ArrayList<>(wanted.keySet()));

    @Test
    void doesNotReAdvertiseAcknowledgedPath() {
        want(A, "me");
        assertThat(begin()).isEqualTo(announce(pv(A, "me")));
        out.acknowledged();
        out.touch(A);
        assertThat(begin().isEmpty()).isTrue();
        assertThat(out.isPushing()).isFalse();
    }

    @Test
    void withdrawsPathInTheFormItWasAnnounced() {
        want(A, "x");
        begin();
        out.acknowledged();
        want(A, "y");
        assertThat(begin()).isEqualTo(new Update(List.of(pv(A, "y")), List.of(pv(A, "x"))));
        out.acknowledged();
        want(A);
        assertThat(begin()).isEqualTo(withdraw(pv(A, "y")));
        out.acknowledged();
        assertThat(List.of("x", "y")).noneMatch(router -> out.mayHold(A, path(router)));
    }

    @Test
    void skipsChangesUndoneDuringAPush() {
        want(A, "x");
        begin();
        want(B, "x");
        want(B);
        out.acknowledged();
        assertThat(begin().isEmpty()).isTrue();
    }

    @Test
    void treatsFailedPushAsPartlyDelivered() {
        want(A, "x");
        begin();
        out.failed();
        assertThat(begin()).as("told again").isEqualTo(announce(pv(A, "x")));
        out.failed();
        want(A);
        assertThat(begin()).as("withdrawn, though never acknowledged").isEqualTo(withdraw(pv(A, "x")));
        out.failed();
        assertThat(begin()).as("until acknowledged").isEqualTo(withdraw(pv(A, "x")));
    }

    @Test
    void withdrawsPathSentInAPullReply() {
        want(A, "x");
        give();
        want(A);
        assertThat(begin()).isEqualTo(withdraw(pv(A, "x")));
    }

    @Test
    void treatsPathMissingInAPullReplyAsUncertain() {
        want(A, "x");
        begin();
        out.acknowledged();
        want(A);
        give();
        want(A, "x");
        assertThat(begin()).isEqualTo(announce(pv(A, "x")));
    }

    @Test
    void repeatsPendingAnnouncementMissingInAPullReply() {
        want(A, "x");
        begin();
        want(A);
        give();
        want(A, "x");
        out.acknowledged();
        assertThat(begin()).isEqualTo(announce(pv(A, "x")));
    }

    @Test
    void repeatsPendingWithdrawalOfPathInAPullReply() {
        want(A, "x");
        begin();
        out.acknowledged();
        want(A);
        begin();
        want(A, "x");
        give();
        want(A);
        out.acknowledged();
        assertThat(begin()).isEqualTo(withdraw(pv(A, "x")));
    }

    @Test
    void reAdvertisesEverythingWhenUncertain() {
        want(A, "x");
        begin();
        out.acknowledged();
        want(B, "x");
        begin();
        out.invalidate();
        out.acknowledged();
        assertThat(begin().announce()).containsExactlyInAnyOrder(pv(A, "x"), pv(B, "x"));
        out.acknowledged();
        assertThat(out.isDirty()).isFalse();
    }

    @Test
    void limitsOneUpdateAndSendsTheRestNext() {
        want(A, "x");
        want(B, "x");
        out.touch(A);
        out.touch(B);
        assertThat(out.build(this::wanted, 1, new Budget(1000)).orElseThrow()).isEqualTo(announce(pv(A, "x")));
        assertThat(out.isDirty()).isTrue();
        out.acknowledged();
        assertThat(out.build(this::wanted, 1, new Budget(1000)).orElseThrow()).isEqualTo(announce(pv(B, "x")));
    }

    /** A peer that takes in pushes in any part, loses answers, restarts and pulls, with answers that overtake. */
    @Property(tries = 1000)
    void convergesUnderPushesPullsAndLosses(@ForAll long seed) {
        new AdjRibOutTest().mix(new Random(seed));
    }

    private void mix(Random random) {
        Set<PathVector> held = new LinkedHashSet<>();
        Set<PathVector> pushedDuringPull = new LinkedHashSet<>();
        Update pushing = null;
        boolean arrived = false;
        List<PathVector> answer = null;
        boolean pulling = false;
        for (int i = 0; i < 80; i++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> want(random.nextBoolean() ? A : B,
                        List.of(List.of("x"), List.of("y"), List.<String>of(), List.of("x", "y"))
                                .get(random.nextInt(4)));
                case 2 -> {
                    if (pushing == null) {
                        pushing = nullIfEmpty(begin());
                        arrived = false;
                    }
                }
                case 3 -> {
                    if (pushing != null && !arrived) {
                        arrived = true;
                        take(held, pushing, pushedDuringPull);
                    }
                }
                case 4 -> {
                    if (pushing != null && arrived && random.nextInt(3) > 0) {
                        out.acknowledged();
                        pushing = null;
                    } else if (pushing != null) {
                        out.failed();
                        pushing = null;
                    }
                }
                case 5 -> {
                    if (!pulling) {
                        pulling = true;
                        pushedDuringPull.clear();
                        answer = null;
                    }
                }
                case 6 -> {
                    if (pulling && answer == null) {
                        answer = table();
                        give();
                    }
                }
                default -> {
                    if (answer != null && random.nextInt(4) > 0) {
                        List<PathVector> given = answer;
                        held.removeIf(p -> !given.contains(p) && !pushedDuringPull.contains(p));
                        given.stream().filter(p -> !pushedDuringPull.contains(p)).forEach(held::add);
                    }
                    pulling = pulling && answer == null;
                    answer = null;
                }
            }
        }
        if (pushing != null) {
            out.failed();
        }
        for (int i = 0; i < 3 && out.isDirty(); i++) {
            Update last = nullIfEmpty(begin());
            if (last != null) {
                take(held, last, pushedDuringPull);
                out.acknowledged();
            }
        }
        if (answer != null) {
            List<PathVector> given = answer;
            held.removeIf(p -> !given.contains(p) && !pushedDuringPull.contains(p));
            given.stream().filter(p -> !pushedDuringPull.contains(p)).forEach(held::add);
        }
        assertThat(held).isEqualTo(new LinkedHashSet<>(table()));
        assertThat(out.isDirty()).isFalse();
    }

    private static void take(Set<PathVector> held, Update update, Set<PathVector> pushedDuringPull) {
        held.addAll(update.announce());
        update.withdraw().forEach(held::remove);
        pushedDuringPull.addAll(update.announce());
        pushedDuringPull.addAll(update.withdraw());
    }

    private static @Nullable Update nullIfEmpty(Update update) {
        return update.isEmpty() ? null : update;
    }

    private List<PathVector> table() {
        List<PathVector> table = new ArrayList<>();
        wanted.forEach((destination, paths) -> paths.forEach(p -> table.add(new PathVector(destination, p))));
        return table;
    }

    private void give() {
        out.beginPullAnswer(Optional.empty())
                .forEachRemaining(destination -> out.answer(destination, wanted(destination)));
        out.endPullAnswer();
    }

    private Update begin() {
        return out.build(this::wanted, 1000, new Budget(1000)).orElse(new Update(List.of(), List.of()));
    }

    private List<RouterPath> wanted(Destination destination) {
        return wanted.getOrDefault(destination, List.of());
    }

    private void want(Destination destination, String... paths) {
        want(destination, List.of(paths));
    }

    private void want(Destination destination, List<String> names) {
        wanted.put(destination, names.stream().map(name -> path(name)).toList());
        out.touch(destination);
    }
}
