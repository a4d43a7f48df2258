package io.ddm.fsm.rib;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.announce;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.peer;
import static io.ddm.fsm.rib.Given.pv;
import static io.ddm.fsm.rib.Given.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Paths one hop longer that are used because they are faster: through peer 1 the shortest one, 1,000 us long. */
class LongerPathsTest {

    private static final NextHop SHORT = peer(1);
    private static final NextHop LONG = peer(2);
    private static final NextHop OTHER = peer(3);

    private final RibHarness hand = new RibHarness(id("me"));
    private final Rib rib = hand.rib();
    private final Fib fib = new Fib(rib, MultipathMode.EQUAL, new Slack(20));
    private final SortedMap<NextHop, PathDelay> delays = new TreeMap<>();
    private final SortedMap<NextHop, NextHopRank> ranks = new TreeMap<>();

    LongerPathsTest() {
        hand.update(SHORT, announce(pv(A, "x")));
        delayTo(SHORT, 1000);
    }

    private void delayTo(NextHop peer, long micros) {
        delays.put(peer, PathDelay.ofMicros(micros));
        use();
    }

    private void rank(NextHop peer, NextHopRank rank) {
        ranks.put(peer, rank);
        use();
    }

    private void use() {
        rib.use(new NextHopQuality(new NextHopRanks(ranks), Collections.unmodifiableSortedMap(delays),
                Collections.emptySortedSet()));
    }

    private static PathVector path(long micros, String... routers) {
        PathVector path = pv(A, routers);
        return new PathVector(A, path.path().withDelay(PathDelay.ofMicros(micros)));
    }

    private List<NextHop> nextHops() {
        fib.refresh(List.of(A));
        return fib.desired().getOrDefault(A, List.of()).stream().map(WeightedNextHop::nextHop).toList();
    }

    @Test
    void fasterPathIsUsedUntilItIsNoLongerFaster() {
        hand.update(LONG, announce(path(500, "x", "a")));
        delayTo(LONG, 301);
        assertThat(nextHops()).as("801 us").containsExactly(SHORT);
        delayTo(LONG, 300);
        assertThat(nextHops()).as("800 us").containsExactly(SHORT, LONG);
        delayTo(LONG, 499);
        assertThat(nextHops()).as("999 us").containsExactly(SHORT, LONG);
        delayTo(LONG, 500);
        assertThat(nextHops()).as("1000 us").containsExactly(SHORT);
        delayTo(LONG, 499);
        assertThat(nextHops()).as("999 us again").containsExactly(SHORT);
    }

    /** Of two transits that reach a network by each other, one longer, the one with the lower id stays on its own. */
    @Test
    void neighborThatIsAsNearHasALowerId() {
        hand.update(LONG, announce(path(1, "x", "z")));
        delayTo(LONG, 1);
        assertThat(nextHops()).containsExactly(SHORT);
        hand.update(LONG, withdraw(pv(A, "x", "z")));
        hand.update(LONG, announce(path(1, "x", "a")));
        assertThat(nextHops()).containsExactly(SHORT, LONG);
    }

    @Test
    void pathIsNoMoreThanOneHopLonger() {
        hand.update(LONG, announce(path(1, "x", "b", "a")));
        delayTo(LONG, 1);
        assertThat(nextHops()).containsExactly(SHORT);
    }

    @Test
    void comparesWithTheFastestOfTheShortest() {
        hand.update(LONG, announce(path(500, "x", "a")));
        delayTo(LONG, 100);
        hand.update(OTHER, announce(pv(A, "x")));
        assertThat(nextHops()).as("the other one's delay is unknown").containsExactly(SHORT, OTHER);
        delayTo(OTHER, 700);
        assertThat(nextHops()).as("600 us are not faster by a fifth than 700").containsExactly(SHORT, OTHER);
        delayTo(OTHER, 900);
        assertThat(nextHops()).containsExactly(SHORT, LONG, OTHER);
        delayTo(OTHER, 500);
        rank(OTHER, NextHopRank.FAILED);
        assertThat(nextHops()).as("what carries nothing is not compared").contains(LONG);
        rank(OTHER, NextHopRank.STANDBY);
        assertThat(nextHops()).as("nor is a standby").contains(LONG);
    }

    @Test
    void peerOutOfUseIsNotAdded() {
        hand.update(LONG, announce(path(1, "x", "a")));
        delayTo(LONG, 1);
        rank(LONG, NextHopRank.FAILED);
        assertThat(nextHops()).containsExactly(SHORT);
    }

    @Test
    void lastShortestPathOutOfUseMakesTheLongerOneTheShortest() {
        hand.update(LONG, announce(path(1, "x", "z")));
        delayTo(LONG, 1);
        rank(SHORT, NextHopRank.FAILED);
        assertThat(nextHops()).containsExactly(LONG);
    }

    @Test
    void shortestPathsHaveTheirPlacesFirst() {
        IntStream.rangeClosed(10, 17).forEach(i -> {
            hand.update(peer(i), announce(pv(A, "x")));
            delayTo(peer(i), 1000);
        });
        hand.update(LONG, announce(path(1, "x", "a")));
        delayTo(LONG, 1);
        assertThat(nextHops()).hasSize(Fib.MAX_NEXT_HOPS).doesNotContain(LONG);
        hand.forget(SHORT);
        hand.forget(peer(17));
        assertThat(nextHops()).hasSize(Fib.MAX_NEXT_HOPS).contains(LONG);
    }

    /** A next hop that is still programmed, since its end by a changed delay can wait, cannot when its peer is lost. */
    @Test
    void endOfAPathIsUrgentThoughItIsNoLongerChosen() {
        hand.update(LONG, announce(path(1, "x", "a")));
        delayTo(LONG, 1);
        fib.refresh(List.of(A));
        List<WeightedNextHop> programmed = fib.desired().getOrDefault(A, List.of());
        delayTo(LONG, 5000);
        assertThat(fib.refresh(List.of(A)).byDelay()).hasSize(1);
        hand.forget(LONG);
        Fib.Refreshed refreshed = fib.refresh(List.of(A), network -> Optional.of(programmed));
        assertThat(refreshed.byDelay()).isEmpty();
        assertThat(refreshed.urgent()).singleElement()
                .extracting(FibChange::nextHops)
                .isEqualTo(List.of(WeightedNextHop.equalShare(SHORT)));
    }

    @Test
    void delayOfTheLongerPathCounts() {
        Fib byDelay = new Fib(rib, MultipathMode.DELAY, new Slack(20));
        hand.update(LONG, announce(path(200, "x", "a")));
        delayTo(LONG, 50);
        byDelay.refresh(List.of(A));
        assertThat(byDelay.desired()).isEqualTo(
                Map.of(A, List.of(new WeightedNextHop(SHORT, 16), new WeightedNextHop(LONG, 64))));
    }
}
