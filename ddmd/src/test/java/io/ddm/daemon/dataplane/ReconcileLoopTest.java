package io.ddm.daemon.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The loop over a forwarding plane in memory, step by step; time passes only when a test says so. */
class ReconcileLoopTest {

    private static final Prefix ONE = Prefix.parse("fd00:1::/64");
    private static final Prefix TWO = Prefix.parse("fd00:2::/64");
    private static final Prefix THREE = Prefix.parse("fd00:3::/64");
    private static final WeightedNextHop A = WeightedNextHop
            .equalShare(new NextHop(1, Ipv6Address.parse("fe80::a")));
    private static final WeightedNextHop B = WeightedNextHop
            .equalShare(new NextHop(2, Ipv6Address.parse("fe80::b")));

    private final FakePlane plane = new FakePlane();
    private final PendingChanges pending = new PendingChanges();
    private long now;
    private final ReconcileLoop loop = new ReconcileLoop(plane, pending, () -> now);

    private static FibChange route(Prefix network, WeightedNextHop... nextHops) {
        return new FibChange(network, List.of(nextHops));
    }

    private void start() throws IOException {
        assertThat(loop.start()).isTrue();
    }

    private void apply(FibChange... changes) {
        pending.add(List.of(changes));
        loop.work();
    }

    private void rank(NextHopRanks ranks) {
        pending.rank(ranks);
        loop.work();
    }

    private static NextHopRanks ranks(WeightedNextHop nextHop, NextHopRank rank) {
        return new NextHopRanks(new TreeMap<>(Map.of(nextHop.nextHop(), rank)));
    }

    private static NextHopRanks ranks(NextHopRank ofA, NextHopRank ofB) {
        return new NextHopRanks(new TreeMap<>(Map.of(A.nextHop(), ofA, B.nextHop(), ofB)));
    }

    private void sweep() {
        pending.addSweep();
        loop.work();
    }

    /** Lets so many milliseconds pass, with the steps that are due in them. */
    private void pass(long milliseconds) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        for (long due = due(); due <= end; due = due()) {
            now = Math.max(now, due);
            loop.work();
        }
        now = end;
    }

    private long due() {
        return now + TimeUnit.MILLISECONDS.toNanos(loop.millisUntilDue());
    }

    @Test
    void installsDesiredRoutes() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, B));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A, B), TWO, List.of(B)));
        assertThat(loop.status().wanted()).isEqualTo(2);
        assertThat(loop.status().installed()).isEqualTo(2);
        apply(route(ONE));
        assertThat(plane.routes()).containsOnlyKeys(TWO);
    }

    @Test
    void passesWeightsToThePlane() throws Exception {
        start();
        WeightedNextHop heavy = new WeightedNextHop(A.nextHop(), 3);
        apply(route(ONE, heavy, B));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(heavy, B)));
    }

    @Test
    void measuresBatchesOfChanges() throws Exception {
        List<Long> times = new ArrayList<>();
        loop.onApplied(times::add);
        start();
        loop.work();
        assertThat(times).as("nothing was to be written").isEmpty();
        apply(route(ONE, A), route(TWO, B));
        assertThat(times).hasSize(1);
    }

    @Test
    void appliesLastOfSeveralChangesInOneBatch() throws Exception {
        start();
        pending.add(List.of(route(ONE, A), route(TWO, A)));
        pending.add(List.of(route(ONE, B), route(TWO)));
        assertThat(loop.status().pending()).isEqualTo(2);
        loop.work();
        assertThat(plane.takeLog()).containsExactly("put " + ONE);
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B)));
        assertThat(loop.status().pending()).isZero();
    }

    @Test
    void sortsNextHopsAndClearsHostBits() throws Exception {
        start();
        WeightedNextHop heavy = new WeightedNextHop(A.nextHop(), 3);
        apply(route(Prefix.parse("fd00:1::7/64"), B, A, heavy));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(heavy, B)));
    }

    @Test
    void takesChangesThatArriveWhileThePlaneIsSlow() throws Exception {
        start();
        plane.whileBusy(() -> {
            now += TimeUnit.SECONDS.toNanos(3);
            pending.add(List.of(route(TWO, A)));
            assertThat(loop.status().pending()).as("those in work count").isEqualTo(2);
        });
        apply(route(ONE, A));
        plane.whileBusy(() -> {});
        assertThat(loop.status().pending()).isEqualTo(1);
        loop.work();
        assertThat(plane.routes()).containsOnlyKeys(ONE, TWO);
    }

    @Test
    void changesNothingBeforeFirstCompleteDump() throws Exception {
        plane.edit(TWO, A);
        plane.interruptDumps(true);
        assertThat(loop.start()).as("to be repeated").isFalse();
        now += ReconcileLoop.FIRST_DUMP_TIMEOUT.toNanos() + 1;
        assertThat(loop.start()).as("left to the loop").isTrue();
        CompletableFuture<Void> flush = pending.addFlush();
        pending.addSweep();
        apply(route(ONE, A));
        pass(20_000);
        assertThat(plane.takeLog()).isEmpty();
        assertThat(loop.status().pending()).isEqualTo(1);
        assertThat(flush).isNotDone();

        plane.interruptDumps(false);
        pass(5001);
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A)));
        assertThat(flush).isCompleted();
    }

    @Test
    void failsToStartWhenThePlaneCannotBeAsked() {
        ReconcileLoop broken = new ReconcileLoop(new FakePlane() {
            @Override
            public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException {
                throw new IOException("connection refused");
            }
        }, pending, () -> now);
        assertThatThrownBy(broken::start).hasMessage("connection refused");
    }

    @Test
    void adoptsRoutesOfPredecessorAndSweepsTheRest() throws Exception {
        plane.edit(ONE, A);
        plane.edit(TWO, A);
        plane.leave();
        start();
        apply(route(ONE, A));
        pass(20_000);
        assertThat(plane.takeLog()).as("before the sweep").isEmpty();
        assertThat(plane.hasLeftovers()).isTrue();
        sweep();
        assertThat(plane.takeLog()).containsExactly("remove " + TWO);
        assertThat(plane.hasLeftovers()).isFalse();
        assertThat(loop.status().driftRepairs()).isZero();
    }

    @Test
    void appliesChangesBeforeTheSweepRemovesRoutes() throws Exception {
        plane.edit(TWO, A);
        start();
        pending.addSweep();
        apply(route(ONE, A));
        assertThat(plane.takeLog()).containsExactly("put " + ONE, "remove " + TWO);
    }

    @Test
    void repairsRouteRemovedByHand() throws Exception {
        start();
        apply(route(ONE, A), route(TWO, A));
        plane.edit(ONE);
        loop.work();
        assertThat(plane.routes()).containsOnlyKeys(ONE, TWO);
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    @Test
    void repairsChangedWeight() throws Exception {
        start();
        apply(route(ONE, A, B));
        plane.edit(ONE, new WeightedNextHop(A.nextHop(), 9), B);
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A, B)));
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    @Test
    void repairsWithinFiveSecondsWithoutNotification() throws Exception {
        start();
        apply(route(ONE, A));
        plane.loseNotifications(true);
        plane.edit(ONE, B);
        loop.work();
        assertThat(plane.routes().get(ONE)).containsExactly(B);
        pass(5001);
        assertThat(plane.routes().get(ONE)).containsExactly(A);
    }

    @Test
    void removesRouteAddedByHandAfterTheSweep() throws Exception {
        start();
        apply(route(ONE, A));
        sweep();
        plane.edit(THREE, B);
        loop.work();
        assertThat(plane.routes()).containsOnlyKeys(ONE);
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    @Test
    void installsOtherNetworksBesideRefusedOne() throws Exception {
        start();
        plane.refuse(ONE, true);
        apply(route(ONE, A), route(TWO, A));
        assertThat(plane.routes()).containsOnlyKeys(TWO);
        assertThat(loop.status().installed()).isEqualTo(1);
        assertThat(loop.status().refused()).isEqualTo(Map.of(ONE, "table full"));
        assertThat(loop.status().lastError()).contains("table full");
        plane.refuse(ONE, false);
        pass(5001);
        assertThat(loop.status().refused()).isEmpty();
        assertThat(plane.routes()).containsOnlyKeys(ONE, TWO);
        assertThat(loop.status().driftRepairs()).as("its own repairs").isZero();
    }

    @Test
    void retriesRefusalsWithGrowingPauses() throws Exception {
        start();
        plane.refuse(ONE, true);
        int before = plane.dumps();
        apply(route(ONE, A));
        pass(100 + 200 + 400 + 800 + 1600 + 3200);
        assertThat(plane.dumps() - before).isBetween(6, 8);
        pass(50_000);
        assertThat(plane.dumps() - before).isBetween(15, 19);
    }

    @Test
    void auditsNotForEachChangeOnARefusedNextHop() throws Exception {
        start();
        plane.linkDown(A.nextHop());
        apply(route(ONE, A));
        int before = plane.dumps();
        for (int i = 0; i < 100; i++) {
            apply(route(ONE, A), route(new Prefix(new Ipv6Address(0xfd00_0009_0000_0000L + i, 0), 64), A));
        }
        assertThat(plane.dumps()).isEqualTo(before);
        assertThat(loop.status().refused()).hasSize(101);
    }

    @Test
    void countsNoDriftForALinkThatGoesDownAndUp() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, A));
        plane.linkDown(A.nextHop());
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B)));
        assertThat(loop.status().refused()).isEqualTo(Map.of(TWO, "no usable next hop"));
        assertThat(loop.status().refusedNextHops()).isEqualTo(Map.of(A.nextHop().toString(), "link down"));
        assertThat(loop.status().installed()).isEqualTo(1);
        pass(60_000);
        plane.linkUp(A.nextHop());
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A, B), TWO, List.of(A)));
        assertThat(loop.status().refusedNextHops()).isEmpty();
        assertThat(loop.status().driftRepairs()).isZero();
    }

    @Test
    void countsDriftBesideARefusedNextHop() throws Exception {
        start();
        plane.linkDown(A.nextHop());
        apply(route(ONE, A, B));
        pass(10_000);
        plane.edit(ONE);
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B)));
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    @Test
    void repairsAfterABatchThatFailedInTheMiddle() throws Exception {
        start();
        CompletableFuture<Void> flush = pending.addFlush();
        plane.failAfter(1);
        apply(route(ONE, A), route(TWO, A), route(THREE, A));
        assertThat(plane.routes()).hasSize(1);
        assertThat(flush).isNotDone();
        assertThat(loop.status().lastError()).contains("connection reset");
        pass(101);
        assertThat(plane.routes()).hasSize(3);
        assertThat(flush).isCompleted();
    }

    @Test
    void keepsItsStateWhileDumpsAreInterrupted() throws Exception {
        start();
        apply(route(ONE, A), route(TWO, A));
        plane.interruptDumps(true);
        pending.addSweep();
        apply(route(THREE, B));
        assertThat(plane.routes()).as("changes go on").containsOnlyKeys(ONE, TWO, THREE);
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        pass(29_000);
        assertThat(plane.routes()).as("nothing is removed").hasSize(3);
        assertThat(removal).isNotDone();
        assertThat(loop.status().findings().unreadable()).isEmpty();
        pass(6_000);
        assertThat(loop.status().findings().unreadable()).hasValueSatisfying(
                reason -> assertThat(reason).startsWith("no complete audit for 3").endsWith(" s: dump interrupted"));
        plane.interruptDumps(false);
        pass(5001);
        assertThat(plane.routes()).isEmpty();
        assertThat(removal).isCompleted();
        assertThat(loop.status().findings().unreadable()).isEmpty();
    }

    @Test
    void dropsChangesAfterRemoveAll() throws Exception {
        start();
        apply(route(ONE, A));
        CompletableFuture<Void> removal = pending.addRemoval();
        apply(route(TWO, A));
        assertThat(removal).isCompleted();
        apply(route(ONE, B));
        assertThat(plane.routes()).isEmpty();
        assertThat(loop.status().wanted()).isZero();
    }

    @Test
    void removesPredecessorsRoutesAndLeftoversWithoutASweep() throws Exception {
        plane.edit(TWO, A);
        plane.leave();
        start();
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        assertThat(removal).isCompleted();
        assertThat(plane.routes()).isEmpty();
        assertThat(plane.hasLeftovers()).isFalse();
    }

    @Test
    void failsRemovalThatThePlaneRefuses() throws Exception {
        start();
        apply(route(ONE, A));
        plane.refuse(ONE, true);
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        assertThat(removal).isCompletedExceptionally();
    }

    @Test
    void failsFlushAndRemovalWhenClosed() throws Exception {
        start();
        plane.interruptDumps(true);
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        pending.close();
        assertThat(removal).isCompletedExceptionally();
        assertThat(pending.addFlush()).isCompletedExceptionally();
    }

    @Test
    void takesFailedNextHopOutOfAllNetworksAtOnce() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, A, B), route(THREE, A));
        plane.takeLog();
        rank(ranks(A, NextHopRank.FAILED));
        assertThat(plane.routes()).as("the last one stays")
                .isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(B), THREE, List.of(A)));
        pass(20_000);
        assertThat(plane.takeLog()).as("for good").containsExactly("rank");
        rank(NextHopRanks.NONE);
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A, B), TWO, List.of(A, B), THREE, List.of(A)));
        assertThat(loop.status().driftRepairs()).isZero();
    }

    @Test
    void installsNewNetworksWithoutFailedNextHops() throws Exception {
        start();
        rank(ranks(A, NextHopRank.FAILED));
        apply(route(ONE, A, B), route(TWO, A));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(A)));
        assertThat(loop.status().refused()).isEmpty();
    }

    @Test
    void carriesOnAllNextHopsWhenAllFail() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(NextHopRank.FAILED, NextHopRank.FAILED));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A, B)));
    }

    @Test
    void removesFailedNextHopThatAnotherProcessAdds() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(A, NextHopRank.FAILED));
        plane.edit(ONE, A, B);
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B)));
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    @Test
    void carriesOnTheStandbyWhenTheOthersAreRefused() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(B, NextHopRank.STANDBY));
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A)));
        plane.linkDown(A.nextHop());
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B)));
        assertThat(loop.status().refusedNextHops()).containsOnlyKeys(A.nextHop().toString());
        assertThat(loop.status().installed()).isEqualTo(1);
        pass(20_000);
        plane.linkUp(A.nextHop());
        loop.work();
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A)));
        assertThat(loop.status().driftRepairs()).isZero();
    }

    /** The failure of a peer is known before its networks are withdrawn, many of them in one batch. */
    @Test
    void takesFailedNextHopsOutBeforeItChangesNetworks() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, A, B));
        plane.takeLog();
        pending.add(List.of(route(TWO, B)));
        rank(ranks(A, NextHopRank.FAILED));
        assertThat(plane.takeLog()).first().isEqualTo("rank");
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(B)));
    }

    private static List<FibChange> many(WeightedNextHop... nextHops) {
        return IntStream.range(0, 5000)
                .mapToObj(i -> route(Prefix.parse("fd01:" + Integer.toHexString(i) + "::/32"), nextHops))
                .toList();
    }

    @Test
    void failedNextHopDoesNotWaitForManyChanges() throws Exception {
        start();
        apply(route(ONE, A, B));
        plane.takeLog();
        pending.add(many(A, B));
        plane.whileBusy(() -> pending.rank(ranks(A, NextHopRank.FAILED)));
        loop.work();
        List<String> log = plane.takeLog();
        assertThat(log.indexOf("rank")).as("after the changes that were under way").isBetween(1, 1100);
        assertThat(plane.routes().values()).containsOnly(List.of(B));
    }

    /** The rank of a lost peer is forgotten when its networks are, which may be changes that come later. */
    @Test
    void nextHopIsGivenBackOnlyAfterTheChangesThatCameBefore() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(A, NextHopRank.FAILED));
        pending.add(many(B));
        List<Map<Prefix, List<WeightedNextHop>>> meanwhile = new ArrayList<>();
        plane.whileBusy(() -> {
            pending.rank(NextHopRanks.NONE);
            meanwhile.add(plane.routes());
        });
        loop.work();
        assertThat(meanwhile).hasSizeGreaterThan(3)
                .allSatisfy(routes -> assertThat(routes.get(ONE)).isEqualTo(List.of(B)));
    }

    @Test
    void newWeightsAreOneBatch() throws Exception {
        start();
        apply(many(A, B).toArray(FibChange[]::new));
        int[] batches = {0};
        plane.whileBusy(() -> batches[0]++);
        apply(many(A, new WeightedNextHop(B.nextHop(), 3)).toArray(FibChange[]::new));
        assertThat(batches[0]).isEqualTo(1);
    }

    @Test
    void takesFailedNextHopsOutBeforeItGivesOthersBack() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(A, NextHopRank.FAILED));
        plane.takeLog();
        rank(ranks(B, NextHopRank.FAILED));
        assertThat(plane.takeLog()).containsExactly("rank", "rank");
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(A)));
    }

    /** A lost peer has no rank any more; until its networks are changed it would carry. */
    @Test
    void givesNextHopsBackAfterItHasChangedNetworks() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, A, B));
        rank(ranks(A, NextHopRank.FAILED));
        pending.add(List.of(route(ONE, B)));
        pending.rank(NextHopRanks.NONE);
        plane.whileBusy(() -> assertThat(plane.routes().get(ONE)).containsExactly(B));
        loop.work();
        plane.whileBusy(() -> {});
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(A, B)));
    }

    @Test
    void keepsChangesWhoseRanksCannotBeSet() throws Exception {
        start();
        apply(route(ONE, A, B));
        plane.failAfter(0);
        pending.add(List.of(route(TWO, A, B)));
        rank(ranks(A, NextHopRank.FAILED));
        assertThat(loop.status().lastError()).contains("connection reset");
        pass(101);
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(B)));
        assertThat(loop.status().refused()).isEmpty();
    }

    @Test
    void removesEverythingWhileNextHopsAreFailed() throws Exception {
        start();
        apply(route(ONE, A, B));
        rank(ranks(A, NextHopRank.FAILED));
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        assertThat(removal).isCompleted();
        assertThat(plane.routes()).isEmpty();
    }

    /** Whatever happens in between: when it stops, the plane is as desired within one period. */
    @Property(tries = 300)
    void convergesAfterAnyFaults(@ForAll long seed) throws Exception {
        new ReconcileLoopTest().converge(new Random(seed));
    }

    private static NextHopRank ranked(Random random) {
        List<NextHopRank> ranks = List.of(NextHopRank.values());
        return ranks.get(random.nextInt(ranks.size()));
    }

    private void converge(Random random) throws IOException {
        List<Prefix> networks = List.of(ONE, TWO, THREE, Prefix.parse("fd00:4::/64"));
        List<WeightedNextHop> hops = List.of(A, B, new WeightedNextHop(A.nextHop(), 5));
        Map<Prefix, List<WeightedNextHop>> desired = new HashMap<>();
        NextHopRanks ranks = NextHopRanks.NONE;
        plane.edit(networks.getLast(), B);
        start();
        for (int i = 0; i < 60; i++) {
            Prefix network = networks.get(random.nextInt(networks.size()));
            WeightedNextHop hop = hops.get(random.nextInt(hops.size()));
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> {
                    FibChange change = random.nextBoolean()
                            ? random.nextBoolean() ? route(network, hop) : route(network, A, B)
                            : route(network);
                    desired.put(network, change.nextHops());
                    pending.add(List.of(change));
                }
                case 3 -> plane.edit(network, hop);
                case 4 -> plane.edit(network);
                case 5 -> plane.linkDown(hop.nextHop());
                case 6 -> plane.linkUp(hop.nextHop());
                case 7 -> plane.interruptDumps(random.nextBoolean());
                case 8 -> plane.loseNotifications(random.nextBoolean());
                case 9 -> plane.failAfter(random.nextInt(3));
                case 10, 11 -> {
                    ranks = ranks(ranked(random), ranked(random));
                    pending.rank(ranks);
                }
                default -> plane.refuse(network, random.nextBoolean());
            }
            loop.work();
            pass(random.nextInt(300));
        }
        NextHopRanks last = ranks;
        networks.forEach(network -> plane.refuse(network, false));
        hops.forEach(hop -> plane.linkUp(hop.nextHop()));
        plane.interruptDumps(false);
        plane.failAfter(Integer.MAX_VALUE);
        sweep();
        pass(10_001);
        desired.values().removeIf(List::isEmpty);
        desired.replaceAll((network, nextHops) -> last.carrying(nextHops));
        assertThat(plane.routes()).isEqualTo(desired);
        assertThat(loop.status().refused()).isEmpty();
        assertThat(loop.status().installed()).isEqualTo(desired.size());
        CompletableFuture<Void> removal = pending.addRemoval();
        loop.work();
        assertThat(removal).isCompleted();
        assertThat(plane.routes()).isEmpty();
    }

    @Test
    void failedNextHopDoesNotWaitForTheEndOfAnAudit() throws Exception {
        start();
        apply(route(ONE, A, B), route(TWO, A, B));
        plane.takeLog();
        plane.whileDumping(() -> pending.rank(ranks(A, NextHopRank.FAILED)));
        pass(5001);
        assertThat(plane.takeLog()).containsExactly("rank");
        assertThat(plane.routes()).isEqualTo(Map.of(ONE, List.of(B), TWO, List.of(B)));
        plane.edit(ONE, A);
        loop.work();
        assertThat(plane.routes()).as("the audit was only put off").containsEntry(ONE, List.of(B));
    }

    @Test
    void nextHopsThatKeepFailingDoNotPreventAudits() throws Exception {
        start();
        apply(route(ONE, A, B));
        plane.loseNotifications(true);
        plane.edit(ONE);
        Random random = new Random(1);
        plane.whileDumping(() -> pending.rank(random.nextBoolean()
                ? ranks(A, NextHopRank.FAILED)
                : ranks(B, NextHopRank.FAILED)));
        pass(5001);
        assertThat(plane.routes()).containsKey(ONE);
        assertThat(loop.status().driftRepairs()).isEqualTo(1);
    }

    /** A plane that fails before the last of many changes gets new weights in one batch again. */
    @Test
    void repairsNewWeightsInOneBatch() throws Exception {
        start();
        List<Integer> batches = new ArrayList<>();
        FakePlane counting = new FakePlane() {
            @Override
            public Outcome apply(List<FibChange> changes, Phase phase) throws IOException {
                batches.add(changes.size());
                return super.apply(changes, phase);
            }
        };
        ReconcileLoop other = new ReconcileLoop(counting, pending, () -> now);
        assertThat(other.start()).isTrue();
        List<Prefix> networks = IntStream.range(0, 3000)
                .mapToObj(i -> Prefix.parse("fd00:0:0:%x::/64".formatted(i)))
                .toList();
        pending.add(networks.stream().map(network -> route(network, A, B)).toList());
        other.work();
        batches.clear();
        WeightedNextHop heavy = new WeightedNextHop(A.nextHop(), 3);
        pending.add(networks.stream().map(network -> route(network, heavy, B)).toList());
        counting.failAfter(0);
        other.work();
        now += TimeUnit.SECONDS.toNanos(1);
        other.work();
        assertThat(batches).containsExactly(3000, 3000);
        assertThat(counting.routes().values()).containsOnly(List.of(heavy, B));
    }

    /** Many repairs are made in small batches, and a next hop that fails meanwhile is taken out between them. */
    @Test
    void failedNextHopDoesNotWaitForTheEndOfRepairs() throws Exception {
        start();
        Prefix[] networks = IntStream.range(0, 5000)
                .mapToObj(i -> Prefix.parse("fd00:0:0:%x::/64".formatted(i)))
                .toArray(Prefix[]::new);
        apply(Arrays.stream(networks).map(network -> route(network, A, B)).toArray(FibChange[]::new));
        for (Prefix network : networks) {
            plane.edit(network);
        }
        plane.takeLog();
        plane.whileBusy(() -> pending.rank(ranks(A, NextHopRank.FAILED)));
        loop.work();
        assertThat(plane.takeLog().indexOf("rank")).isBetween(1, 2000);
        assertThat(plane.routes()).hasSize(5000)
                .allSatisfy((network, nextHops) -> assertThat(nextHops).containsExactly(B));
    }
}
