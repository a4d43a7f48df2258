package io.ddm.daemon.dataplane.linux;

import static io.ddm.daemon.dataplane.linux.PlaneLab.ONE;
import static io.ddm.daemon.dataplane.linux.PlaneLab.TWO;
import static io.ddm.daemon.dataplane.linux.PlaneLab.networks;
import static io.ddm.daemon.dataplane.linux.PlaneLab.nexthopEvents;
import static io.ddm.daemon.dataplane.linux.PlaneLab.route;
import static io.ddm.daemon.dataplane.linux.PlaneLab.routeEvents;
import static io.ddm.daemon.dataplane.linux.PlaneLab.settle;
import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.linux.Netlink;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Next hops that fail, stand by and come back, in a real kernel. */
@Tag("namespace")
class LinuxPlaneRanksTest {

    private static NextHopRanks ranks(NextHop nextHop, NextHopRank rank) {
        return new NextHopRanks(new TreeMap<>(Map.of(nextHop, rank)));
    }

    private static void rank(Dataplane dataplane, NextHopRanks ranks) throws Exception {
        dataplane.rank(ranks);
        flush(dataplane);
    }

    private static void flush(Dataplane dataplane) throws Exception {
        dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void takesFailedNextHopOutByOneEdit(int count) throws Exception {
        PlaneLab.run(lab -> {
            // Otherwise the kernel itself announces each route of a group that was edited.
            Files.writeString(Path.of("/proc/sys/net/ipv4/nexthop_compat_mode"), "0");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                List<FibChange> routes = new ArrayList<>(networks(count, lab.a(), lab.b()));
                routes.add(route(ONE, lab.a(), lab.b()));
                dataplane.apply(routes);
                settle(dataplane);
                String before = lab.group(ONE);
                try (Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE, Netlink.GROUP_NEXTHOP)) {
                    rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                    assertThat(lab.weights()).containsExactly("b=1");
                    assertThat(nexthopEvents(watch)).containsExactly(NexthopMessages.NEWNEXTHOP);
                    rank(dataplane, NextHopRanks.NONE);
                    assertThat(lab.weights()).containsExactlyInAnyOrder("a=1", "b=1");
                    assertThat(nexthopEvents(watch)).containsExactly(NexthopMessages.NEWNEXTHOP);
                }
                try (Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                    rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                    rank(dataplane, NextHopRanks.NONE);
                    assertThat(routeEvents(watch)).isEmpty();
                }
                assertThat(lab.group(ONE)).isEqualTo(before);
                assertThat(dataplane.status().driftRepairs()).isZero();
            }
        });
    }

    @Test
    void keepsNextHopsThatAllFail() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                lab.expectOneVia("b");
                assertThat(lab.ip("-6 route show proto 221 " + TWO)).as("its last one").contains("dev a");
                rank(dataplane, new NextHopRanks(
                        new TreeMap<>(Map.of(lab.a(), NextHopRank.FAILED, lab.b(), NextHopRank.FAILED))));
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void removesFailedNextHopThatAnotherProcessAdds() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                Map<String, String> ids = lab.nexthopIds();
                lab.replaceGroup(lab.group(ONE), ids.get("a") + "/" + ids.get("b"));
                settle(dataplane, status -> status.driftRepairs() == 1);
                lab.expectOneVia("b");
            }
        });
    }

    @Test
    void movesRouteBackFromAGroupThatOnlyLooksTheSame() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                String group = lab.group(ONE);
                lab.ip("-6 route replace " + ONE + " nhid " + lab.group(TWO) + " proto 221 metric 1025");
                settle(dataplane, status -> status.driftRepairs() == 1);
                assertThat(lab.group(ONE)).isEqualTo(group);
                rank(dataplane, NextHopRanks.NONE);
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void carriesOnTheStandbyWhileCarrierIsLost() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a())));
                rank(dataplane, ranks(lab.b(), NextHopRank.STANDBY));
                lab.expectOneVia("a");
                assertThat(lab.nexthopIds()).as("kept for the moment when it has to carry").containsKey("b");
                lab.ip("link set dev a-far down");
                lab.expectOneVia("b");
                settle(dataplane, status -> status.refused().containsKey(TWO));
                lab.ip("link set dev a-far up");
                settle(dataplane);
                lab.expectOneVia("a");
            }
        });
    }

    @Test
    void carriesOnFailedNextHopWhenTheOthersLoseCarrier() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                lab.expectOneVia("b");
                lab.ip("link set dev b down");
                lab.expectOneVia("a");
                lab.ip("link set dev b up");
                lab.expectOneVia("b");
                rank(dataplane, NextHopRanks.NONE);
                lab.expectOneVia("a", "b");
            }
        });
    }

    /** The kernel removes the nexthop object of a link that loses its carrier, also if no group uses it. */
    @Test
    void carriesOnStandbyThatHadLostCarrier() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.b(), NextHopRank.STANDBY));
                lab.ip("link set dev b-far down");
                await().until(() -> !lab.nexthopIds().containsKey("b"));
                lab.ip("link set dev b-far up");
                rank(dataplane, new NextHopRanks(
                        new TreeMap<>(Map.of(lab.a(), NextHopRank.FAILED, lab.b(), NextHopRank.STANDBY))));
                lab.expectOneVia("b");
            }
        });
    }

    /** Before we can do anything: the kernel would remove a group that loses its last member, with all its routes. */
    @Test
    void keepsRoutesOfAStandbyWhenCarrierIsLost() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.b(), NextHopRank.STANDBY));
                String buckets = lab.ip("nexthop bucket show id " + lab.group(ONE));
                assertThat(buckets.lines()).hasSize(GroupKind.BUCKETS)
                        .allMatch(line -> line.contains("nhid " + lab.nexthopIds().get("a") + " "));
                try (Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                    lab.ip("link set dev a-far down");
                    lab.expectOneVia("b");
                    lab.ip("link set dev a-far up");
                    lab.expectOneVia("a");
                    assertThat(routeEvents(watch)).doesNotContain(RouteMessages.DELROUTE);
                }
                assertThat(dataplane.status().driftRepairs()).isZero();
            }
        });
    }

    @Test
    void movesNoRouteWhileTheNetworksOfALostPeerLeave() throws Exception {
        PlaneLab.run(lab -> {
            Files.writeString(Path.of("/proc/sys/net/ipv4/nexthop_compat_mode"), "0");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(networks(200, lab.a(), lab.b()));
                settle(dataplane);
                try (Netlink routes = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                    rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                    for (int slice = 0; slice < 200; slice += 50) {
                        assertThat(lab.nexthopIds()).containsOnlyKeys("a", "b");
                        dataplane.apply(networks(200, lab.b()).subList(slice, slice + 50));
                        flush(dataplane);
                    }
                    assertThat(lab.nexthopIds()).containsOnlyKeys("b");
                    rank(dataplane, NextHopRanks.NONE);
                    assertThat(lab.weights()).containsExactly("b=1");
                    assertThat(routeEvents(routes)).isEmpty();
                }
            }
        });
    }

    @Test
    void givesRepairedNextHopBackOnlyToNetworksThatStillHaveIt() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
                    Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                dataplane.apply(List.of(route(TWO, lab.b())));
                flush(dataplane);
                assertThat(lab.group(TWO)).isEqualTo(lab.group(ONE));
                rank(dataplane, NextHopRanks.NONE);
                lab.expectOneVia("a", "b");
                assertThat(lab.ip("-6 route show proto 221 " + TWO)).contains("dev b").doesNotContain("dev a");
                assertThat(routeEvents(watch)).doesNotContain(RouteMessages.DELROUTE);
            }
        });
    }

    @Test
    void carriesOnFailedNextHopOnlyForNetworksThatStillHaveIt() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.FAILED));
                dataplane.apply(List.of(route(TWO, lab.b())));
                flush(dataplane);
                lab.ip("link set dev b down");
                lab.expectOneVia("a");
                settle(dataplane, status -> status.refused().containsKey(TWO));
                assertThat(lab.group(TWO)).isNull();
                lab.ip("link set dev b up");
                settle(dataplane);
                lab.expectOneVia("b");
                assertThat(lab.group(TWO)).isNotNull();
            }
        });
    }

    @Test
    void adoptsGroupWithoutItsFailedNextHop() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane predecessor = LinuxPlane.open(PlaneLab::unexpected)) {
                predecessor.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(predecessor, ranks(lab.a(), NextHopRank.FAILED));
            }
            String group = lab.group(ONE);
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.rank(ranks(lab.a(), NextHopRank.FAILED));
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                flush(dataplane);
                lab.expectOneVia("b");
                assertThat(lab.group(ONE)).isEqualTo(group);
                dataplane.sweep();
                rank(dataplane, NextHopRanks.NONE);
                lab.expectOneVia("a", "b");
                assertThat(lab.group(ONE)).isEqualTo(group);
            }
        });
    }

    @Test
    void removesNextHopsThatCarryNothing() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                rank(dataplane, ranks(lab.a(), NextHopRank.OFFLINE));
                dataplane.apply(List.of(route(ONE, lab.b())));
                flush(dataplane);
                assertThat(lab.nexthopIds()).as("not needed any more").containsOnlyKeys("b");
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                flush(dataplane);
                dataplane.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes() + lab.nexthops()).isEmpty();
            }
        });
    }
}
