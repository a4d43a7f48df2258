package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityWalksTest {

    private static final NextHop ONE = new NextHop(1, OURS);
    private static final NextHop TWO = new NextHop(2, OURS);

    private final QualityWalks walks = new QualityWalks();

    private static List<Destination> of(String start) {
        return List.of(Prefix.parse(start + ":1::/64"), Prefix.parse(start + ":2::/64"));
    }

    private List<Destination> rest() {
        List<Destination> rest = new ArrayList<>();
        while (!walks.isEmpty()) {
            walks.poll().ifPresent(rest::add);
        }
        return rest;
    }

    @Test
    void ranksComeBeforeDelays() {
        walks.delayed(ONE, of("fd01"));
        assertThat(walks.isRankNext()).isFalse();
        assertThat(walks.poll()).contains(of("fd01").getFirst());
        walks.ranked(TWO, of("fd02"));
        assertThat(walks.isRankNext()).isTrue();
        assertThat(rest()).containsExactly(of("fd02").get(0), of("fd02").get(1), of("fd01").get(1));
    }

    /** Else it would never come to its end, nor would those behind it. */
    @Test
    void delayThatKeepsChangingBeginsAgainAfterTheOthers() {
        walks.delayed(ONE, of("fd01"));
        walks.delayed(TWO, of("fd02"));
        List<Destination> visited = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            walks.delayed(ONE, of("fd01"));
            walks.poll().ifPresent(visited::add);
        }
        assertThat(visited).containsExactly(of("fd01").get(0), of("fd01").get(1), of("fd02").get(0), of("fd02").get(1),
                of("fd01").get(0), of("fd01").get(1));
    }

    @Test
    void rankIncludesTheDelay() {
        walks.delayed(ONE, of("fd01"));
        walks.delayed(ONE, of("fd01"));
        walks.ranked(ONE, of("fd01"));
        assertThat(rest()).isEqualTo(of("fd01"));
    }

    @Test
    void changedRankBeginsAgain() {
        walks.ranked(ONE, of("fd01"));
        walks.poll();
        walks.ranked(ONE, of("fd01"));
        assertThat(rest()).isEqualTo(of("fd01"));
    }
}
