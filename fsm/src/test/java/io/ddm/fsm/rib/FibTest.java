package io.ddm.fsm.rib;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.announce;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.peer;
import static io.ddm.fsm.rib.Given.prefix;
import static io.ddm.fsm.rib.Given.pv;
import static io.ddm.fsm.rib.Given.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FibTest {

    private static final Prefix HOST = prefix("fd00:a::1/64");

    private static WeightedNextHop via(int peer) {
        return WeightedNextHop.equalShare(peer(peer));
    }

    private final RibHarness hand = new RibHarness(id("me"));
    private final Rib rib = hand.rib();
    private final Fib fib = new Fib(rib, MultipathMode.DELAY, Slack.NONE);

    @Test
    void usesEveryPeerWithAShortestPath() {
        hand.update(peer(2), announce(pv(A, "x"), pv(A, "w")));
        hand.update(peer(1), announce(pv(A, "x")));
        hand.update(peer(3), announce(pv(A, "x", "y")));
        assertThat(fib.refresh(List.of(A)).urgent()).containsExactly(new FibChange(A, List.of(via(1), via(2))));
        assertThat(fib.refresh(List.of(A)).urgent()).as("nothing became different").isEmpty();
    }

    @Test
    void usesTheEightLowestNextHops() {
        for (int i = 12; i > 0; i--) {
            hand.update(peer(i), announce(pv(A, "x")));
        }
        fib.refresh(List.of(A));
        assertThat(fib.desired().get(A)).isEqualTo(IntStream.rangeClosed(1, 8).mapToObj(FibTest::via).toList());
    }

    private void use(NextHopRank rank, int... peers) {
        SortedMap<NextHop, NextHopRank> ranks = new TreeMap<>();
        SortedSet<NextHop> standbys = new TreeSet<>();
        for (int i : peers) {
            ranks.put(peer(i), rank);
            if (rank == NextHopRank.STANDBY) {
                standbys.add(peer(i));
            }
        }
        SortedMap<NextHop, PathDelay> delays = new TreeMap<>(
                Map.of(peer(1), PathDelay.ofMicros(2000), peer(2), PathDelay.ofMicros(20_000)));
        rib.use(new NextHopQuality(new NextHopRanks(ranks), delays, standbys));
    }

    /** Such as the peer of an offline link, which is not probed. */
    @ParameterizedTest
    @EnumSource(names = {"OFFLINE", "FAILED", "STANDBY"})
    void unknownDelayOfWhatCarriesNothingChangesNoShare(NextHopRank rank) {
        for (int i = 1; i <= 3; i++) {
            hand.update(peer(i), announce(pv(A, "x")));
        }
        use(rank, 3);
        assertThat(fib.compute(A)).containsExactly(new WeightedNextHop(peer(1), 64), new WeightedNextHop(peer(2), 6),
                via(3));
    }

    @Test
    void standbysDoNotDisplaceActiveNextHops() {
        for (int i = 1; i <= 9; i++) {
            hand.update(peer(i), announce(pv(A, "x")));
        }
        use(NextHopRank.STANDBY, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(rib.quality().ranks().carrying(fib.compute(A))).containsExactly(via(9));
    }

    @Test
    void programsNoRouteForOwnOriginations() {
        hand.update(peer(1), announce(pv(A, "x")));
        fib.refresh(List.of(A));
        hand.originate(List.of(HOST));
        assertThat(fib.refresh(List.of(HOST)).urgent()).containsExactly(new FibChange(A, List.of()));
        hand.withdraw(List.of(HOST));
        assertThat(fib.refresh(List.of(HOST)).urgent()).containsExactly(new FibChange(A, List.of(via(1))));
    }

    @Test
    void mergesDestinationsThatDifferInHostBits() {
        hand.update(peer(1), announce(pv(A, "x")));
        hand.update(peer(2), announce(pv(HOST, "x")));
        fib.refresh(List.of(A, HOST));
        assertThat(fib.desired()).isEqualTo(Map.of(A, List.of(via(1), via(2))));
        hand.update(peer(1), withdraw(pv(A, "x")));
        assertThat(fib.refresh(List.of(A)).urgent()).containsExactly(new FibChange(A, List.of(via(2))));
        hand.forget(peer(2));
        assertThat(fib.refresh(List.of(HOST)).urgent()).containsExactly(new FibChange(A, List.of()));
        assertThat(fib.desired()).isEmpty();
    }

    @Test
    void programsNoRouteForTunnels() {
        Destination tunnel = new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), 1, 0);
        hand.update(peer(1), announce(new PathVector(tunnel, Given.path("x"))));
        assertThat(fib.refresh(List.of(tunnel)).urgent()).isEmpty();
    }

    @Property(tries = 300)
    void incrementalUpdatesEqualFullComputation(@ForAll long seed) {
        new FibTest().change(new Random(seed));
    }

    private void change(Random random) {
        Map<Prefix, List<?>> installed = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            for (FibChange change : fib.refresh(randomly(random)).urgent()) {
                if (change.nextHops().isEmpty()) {
                    assertThat(installed.remove(change.network())).isNotNull();
                } else {
                    installed.put(change.network(), change.nextHops());
                }
            }
            Fib fresh = new Fib(rib, MultipathMode.DELAY, Slack.NONE);
            fresh.refresh(rib.destinations());
            assertThat(fib.desired()).isEqualTo(fresh.desired()).isEqualTo(installed);
        }
    }

    private Set<Destination> randomly(Random random) {
        List<Prefix> all = List.of(A, HOST, prefix("fd00:b::/64"), prefix("fd00:b::/48"), prefix("fd00:b::2/64"));
        Prefix some = all.get(random.nextInt(all.size()));
        Prefix other = all.get(random.nextInt(all.size()));
        int from = 1 + random.nextInt(10);
        return switch (random.nextInt(6)) {
            case 0 -> hand.originate(Set.of(some));
            case 1 -> hand.withdraw(List.of(some, other));
            case 2 -> hand.forget(peer(from));
            case 3 -> hand.update(peer(from), withdraw(new PathVector(some, randomPath(random))));
            case 4 -> hand.replace(peer(from),
                    List.of(new PathVector(some, randomPath(random)), new PathVector(other, randomPath(random))),
                    Set.of(pv(A, "x")));
            default -> hand.update(peer(from),
                    announce(new PathVector(some, randomPath(random)), new PathVector(other, randomPath(random))));
        };
    }

    private static RouterPath randomPath(Random random) {
        List<RouterPath> paths = List.of(Given.path("x"), Given.path("y"), Given.path("x", "y"),
                Given.path("y", "x"), Given.path("x", "me"), Given.path("x", "y", "z"));
        return paths.get(random.nextInt(paths.size()));
    }
}
