package io.ddm.daemon.dataplane.linux;

import static io.ddm.daemon.dataplane.linux.PlaneLab.ONE;
import static io.ddm.daemon.dataplane.linux.PlaneLab.TWO;
import static io.ddm.daemon.dataplane.linux.PlaneLab.networks;
import static io.ddm.daemon.dataplane.linux.PlaneLab.nexthopEvents;
import static io.ddm.daemon.dataplane.linux.PlaneLab.route;
import static io.ddm.daemon.dataplane.linux.PlaneLab.routeEvents;
import static io.ddm.daemon.dataplane.linux.PlaneLab.settle;
import static io.ddm.daemon.dataplane.linux.PlaneLab.time;
import static io.ddm.daemon.dataplane.linux.PlaneLab.weighted;
import static io.ddm.daemon.dataplane.linux.PlaneLab.weightedRoute;
import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.daemon.dataplane.PlaneFindings;
import io.ddm.daemon.linux.DumpInterruptedException;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.NetlinkRequests.Encoder;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("namespace")
class LinuxPlaneTest {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxPlaneTest.class);

    @Test
    void flushesEarlierChangesToTheKernel() throws Exception {
        PlaneLab.run(lab -> {
            Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
            try (dataplane) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).contains("fd00:1::/64");
                dataplane.apply(List.of(route(ONE)));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
            }
            assertThat(dataplane.flush()).isCompletedExceptionally();
        });
    }

    @Test
    void pointsRoutesAtGroupsOfOneOrMoreNextHops() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.b(), lab.a(), lab.a()), route(TWO, lab.a())));
                DataplaneStatus status = settle(dataplane);
                assertThat(status.installed()).isEqualTo(2);
                lab.expectOneVia("a", "b");
                assertThat(lab.nexthops()).containsPattern("group \\d+/\\d+ ").containsPattern("group \\d+ ");
                assertThat(lab.ip("-6 route show proto 221 " + TWO)).contains("metric 1025")
                        .contains("via fe80::a dev a");

                dataplane.apply(List.of(route(ONE), route(TWO)));
                settle(dataplane);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
            }
        });
    }

    @Test
    void editsGroupAndNoRouteWhenAPeerIsLost() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(networks(100, lab.a(), lab.b()));
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                settle(dataplane);
                String group = lab.group(ONE);
                List<FibChange> loss = new ArrayList<>(networks(100, lab.b()));
                loss.add(route(ONE, lab.b()));
                dataplane.apply(loss);
                settle(dataplane);
                assertThat(lab.group(ONE)).isEqualTo(group);
                assertThat(lab.nexthops().lines().filter(line -> line.contains("group"))).singleElement()
                        .asString()
                        .contains("id " + group + " ")
                        .doesNotContain("/");
                lab.expectOneVia("b");

                List<FibChange> back = new ArrayList<>(networks(100, lab.a(), lab.b()));
                back.add(route(ONE, lab.a(), lab.b()));
                dataplane.apply(back);
                settle(dataplane);
                assertThat(lab.group(ONE)).isEqualTo(group);
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void programsWeightsAndChangesThemInOneGroupEdit() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
                    Netlink routes = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                dataplane.apply(weighted(50, lab.weighted(lab.a(), 3), lab.weighted(lab.b(), 1)));
                settle(dataplane);
                assertThat(lab.weights()).containsExactlyInAnyOrder("a=3", "b=1");
                assertThat(lab.ip("-6 route show proto 221 " + ONE)).contains("dev a weight 3", "dev b weight 1");
                assertThat(routeEvents(routes)).isNotEmpty();
                // Without it the kernel itself announces each route of a group that was edited.
                Files.writeString(Path.of("/proc/sys/net/ipv4/nexthop_compat_mode"), "0");

                try (Netlink nexthops = Netlink.open(Netlink.GROUP_NEXTHOP)) {
                    dataplane.apply(weighted(50, lab.weighted(lab.a(), 1), lab.weighted(lab.b(), 256)));
                    settle(dataplane);
                    assertThat(lab.weights()).containsExactlyInAnyOrder("a=1", "b=256");
                    assertThat(nexthopEvents(nexthops)).as("one edit of the group")
                            .containsExactly(NexthopMessages.NEWNEXTHOP);
                }
                assertThat(routeEvents(routes)).as("changes of routes").isEmpty();
            }
        });
    }

    @Test
    void repairsWeightChangedByHand() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(weightedRoute(ONE, lab.weighted(lab.a(), 3), lab.weighted(lab.b(), 1))));
                settle(dataplane);
                String group = lab.group(ONE);
                Map<String, String> ids = lab.nexthopIds();
                lab.replaceGroup(group, ids.get("a") + ",7/" + ids.get("b"));
                settle(dataplane, status -> status.driftRepairs() > 0);
                assertThat(lab.weights()).containsExactlyInAnyOrder("a=3", "b=1");
                assertThat(lab.group(ONE)).isEqualTo(group);
            }
        });
    }

    @Test
    void adoptsGroupOnlyWithTheSameWeights() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane predecessor = LinuxPlane.open(PlaneLab::unexpected)) {
                predecessor.apply(List.of(weightedRoute(ONE, lab.weighted(lab.a(), 3), lab.weighted(lab.b(), 1)),
                        route(TWO, lab.a(), lab.b())));
                settle(predecessor);
            }
            String one = lab.group(ONE);
            String two = lab.group(TWO);
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(weightedRoute(TWO, lab.weighted(lab.a(), 3), lab.weighted(lab.b(), 1))));
                settle(dataplane);
                assertThat(lab.group(ONE)).isEqualTo(one);
                assertThat(lab.group(TWO)).isNotEqualTo(two).isEqualTo(one);
            }
        });
    }

    @Test
    void movesRouteWithoutRemovingIt() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
                    Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                dataplane.apply(List.of(route(ONE, lab.a()), route(TWO, lab.a())));
                settle(dataplane);
                dataplane.apply(List.of(route(ONE, lab.b())));
                settle(dataplane);
                lab.expectOneVia("b");
                assertThat(routeEvents(watch)).isNotEmpty().doesNotContain(RouteMessages.DELROUTE);
            }
        });
    }

    @Test
    void usesLinkAgainThatComesBack() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a())));
                settle(dataplane);

                lab.ip("link set dev a down");
                DataplaneStatus down = settle(dataplane, status -> status.refused().containsKey(TWO));
                assertThat(down.installed()).isEqualTo(1);
                assertThat(down.refused().get(TWO)).contains("ENETDOWN");
                assertThat(down.refusedNextHops()).containsOnlyKeys("fe80::a on a");
                lab.expectOneVia("b");

                lab.ip("link set dev a up");
                DataplaneStatus up = settle(dataplane);
                assertThat(up.refusedNextHops()).isEmpty();
                lab.expectOneVia("a", "b");
                assertThat(lab.group(TWO)).isNotNull();
            }
        });
    }

    @Test
    void treatsLostCarrierLikeALinkThatIsDown() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                settle(dataplane);
                lab.ip("link set dev a-far down");
                lab.expectOneVia("b");
                settle(dataplane, status -> status.refusedNextHops().containsKey("fe80::a on a"));
                dataplane.apply(List.of(route(ONE, lab.b())));
                settle(dataplane, status -> status.refusedNextHops().isEmpty());
                lab.ip("link set dev a-far up");
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void repairsRouteRemovedByHand() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                settle(dataplane);
                lab.ip("-6 route del " + ONE + " proto 221 metric 1025");
                lab.expectOneVia("a", "b");
                settle(dataplane, status -> status.driftRepairs() == 1);
                lab.ip("nexthop flush proto 221");
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void repairsRouteChangedByHand() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                lab.ip("-6 route replace " + ONE + " via fe80::b dev b proto 221 metric 1025");
                lab.expectOneVia("a");
                settle(dataplane, status -> status.driftRepairs() > 0);
            }
        });
    }

    @Test
    void adoptsRoutesOfPredecessorAndSweepsTheRest() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a())));
                settle(dataplane);
            }
            lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221 metric 77");
            String group = lab.group(ONE);
            String before = lab.routes() + lab.nexthops();
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                settle(dataplane, status -> status.installed() == 1);
                assertThat(lab.routes() + lab.nexthops()).isEqualTo(before);
                dataplane.sweep();
                await().untilAsserted(() -> assertThat(lab.routes()).doesNotContain("fd00:2::", "fd00:3::"));
                lab.expectOneVia("a", "b");
                assertThat(lab.group(ONE)).isEqualTo(group);
            }
        });
    }

    @Test
    void removesRouteBesideOursAndKeepsOthersForTheSweep() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221 metric 77");
                // Without a metric that is 1024, which the kernel prefers to ours.
                lab.ip("-6 route add " + ONE + " via fe80::b dev b proto 221");
                await().untilAsserted(() -> assertThat(lab.routes()).doesNotContain("dev b").contains("fd00:3::"));
                lab.expectOneVia("a");
            }
        });
    }

    @Test
    void installsOtherNetworksBesideRefusedNextHop() throws Exception {
        PlaneLab.run(lab -> {
            NextHop nowhere = new NextHop(9999, Ipv6Address.parse("fe80::9"));
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(TWO, nowhere), route(ONE, lab.a(), nowhere)));
                DataplaneStatus status = settle(dataplane, s -> s.installed() == 1);
                assertThat(status.refused()).containsOnlyKeys(TWO);
                assertThat(status.refusedNextHops()).containsOnlyKeys("fe80::9 on interface 9999");
                assertThat(status.lastError()).isPresent();
                lab.expectOneVia("a");

                dataplane.apply(List.of(route(TWO, lab.b()), route(ONE, lab.a())));
                settle(dataplane, s -> s.installed() == 2 && s.refusedNextHops().isEmpty());
            }
        });
    }

    @Test
    void removesRouteFromNextHopThatIsNotDesired() throws Exception {
        PlaneLab.run(lab -> {
            NextHop nowhere = new NextHop(9999, Ipv6Address.parse("fe80::9"));
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a()), route(TWO, lab.a())));
                settle(dataplane);
                dataplane.apply(List.of(route(ONE, nowhere)));
                settle(dataplane, status -> status.refused().containsKey(ONE));
                assertThat(lab.group(ONE)).isNull();
                assertThat(lab.group(TWO)).isNotNull();
            }
        });
    }

    @Test
    void removesEverythingOfOursAndNothingOfOthers() throws Exception {
        PlaneLab.run(lab -> {
            lab.ip("nexthop add id 221000000 via fe80::a dev a proto 4");
            lab.ip("-6 route add " + ONE + " via fe80::b dev b proto static");
            lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221");
            String others = lab.ip("-6 route show proto static") + lab.ip("nexthop show proto 4");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b()), route(TWO, lab.a())));
                settle(dataplane);
                dataplane.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(dataplane.status().wanted()).isZero();
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
                assertThat(lab.ip("-6 route show proto static") + lab.ip("nexthop show proto 4")).isEqualTo(others);
            }
        });
    }

    @Test
    void failsRemovalAfterClose() throws Exception {
        PlaneLab.run(lab -> {
            Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
            dataplane.close();
            dataplane.close();
            dataplane.apply(List.of(route(ONE, lab.a())));
            assertThat(dataplane.removeAll().toCompletableFuture()).isCompletedExceptionally();
        });
    }

    @Test
    void ignoresHostBits() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(Prefix.parse("fd00:1::7/64"), lab.a())));
                settle(dataplane);
                lab.expectOneVia("a");
                dataplane.apply(List.of(route(Prefix.parse("fd00:1::8/64"))));
                settle(dataplane, status -> status.wanted() == 0);
                assertThat(lab.routes()).isEmpty();
            }
        });
    }

    @Test
    void appliesLastOfManyChanges() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                for (int i = 0; i < 2000; i++) {
                    dataplane.apply(List.of(route(ONE, i % 2 == 0 ? lab.a() : lab.b()), route(TWO)));
                }
                settle(dataplane);
                lab.expectOneVia("b");
                assertThat(dataplane.status().wanted()).isEqualTo(1);
            }
        });
    }

    @Test
    void installsAndMovesTenThousandRoutesQuickly() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                Duration install = time(dataplane, networks(10_000, lab.a(), lab.b()));
                assertThat(lab.routes().lines().filter(line -> line.startsWith("fd00:"))).hasSize(10_000);
                Duration loss = time(dataplane, networks(10_000, lab.b()));
                Duration back = time(dataplane, networks(10_000, lab.a(), lab.b()));
                Duration removal = time(dataplane, networks(10_000));
                assertThat(lab.routes()).isEmpty();
                assertThat(dataplane.status().driftRepairs()).isZero();
                LOG.info("10,000 routes: install {} ms, lose one of two peers {} ms, get it back {} ms, remove {} ms",
                        install.toMillis(), loss.toMillis(), back.toMillis(), removal.toMillis());
                assertThat(List.of(install, loss, back, removal)).allMatch(it -> it.toSeconds() < 5);
            }
        });
    }

    @Test
    void retriesRefusalWithoutAnyEvent() throws Exception {
        PlaneLab.run(lab -> {
            Path disable = Path.of("/proc/sys/net/ipv6/conf/a/disable_ipv6");
            Files.writeString(disable, "1");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a()), route(TWO, lab.b())));
                DataplaneStatus status = settle(dataplane, s -> s.refused().containsKey(ONE));
                assertThat(status.installed()).isEqualTo(1);
                Files.writeString(disable, "0");
                settle(dataplane);
                lab.expectOneVia("a");
            }
        });
    }

    @Test
    void followsSeveralPredecessors() throws Exception {
        PlaneLab.run(lab -> {
            for (int i = 0; i < 5; i++) {
                try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                    dataplane.apply(List.of(route(ONE, i % 2 == 0 ? lab.a() : lab.b())));
                    settle(dataplane, status -> status.installed() == 1);
                    dataplane.sweep();
                }
            }
            lab.expectOneVia("a");
        });
    }

    @Test
    void dropsChangesAfterRemoveAll() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                CompletionStage<Void> removal = dataplane.removeAll();
                dataplane.apply(List.of(route(TWO, lab.a())));
                removal.toCompletableFuture().get(5, TimeUnit.SECONDS);
                dataplane.apply(List.of(route(ONE, lab.b())));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
                assertThat(dataplane.status().wanted()).isZero();
            }
        });
    }

    /** Reads the kernel, unless dumps are to be interrupted. */
    private static final class Reader implements KernelReader {

        private volatile boolean interrupted;

        @Override
        public boolean read(KernelState state, NetlinkRequests requests, Predicate<Prefix> desired,
                BooleanSupplier stop) throws NetlinkException {
            if (interrupted) {
                throw new DumpInterruptedException(4);
            }
            return state.read(requests, desired, stop);
        }
    }

    /** What the kernel does with requests while it makes a dump. */
    @Test
    void goesOnAfterAStoppedDump() throws Exception {
        PlaneLab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            KernelState state = new KernelState();
            try (NetlinkRequests requests = new NetlinkRequests(Netlink.open(), () -> {})) {
                List<Prefix> networks = IntStream.range(0, 5000)
                        .mapToObj(i -> Prefix.parse("fd00:0:0:%x::/64".formatted(i)))
                        .toList();
                Encoder<Prefix> put = (out, network) -> RouteMessages.put(out, network, 221_000_501);
                assertThat(requests.execute(networks, put)).isEmpty();
                AtomicInteger datagrams = new AtomicInteger();
                // The dump of nexthops has fewer.
                assertThat(state.read(requests, _ -> false, () -> datagrams.incrementAndGet() == 4)).isFalse();
                assertThat(state.isEmpty()).as("nothing has changed").isTrue();
                assertThat(requests.execute(List.of(ONE), put)).isEmpty();
                assertThat(state.read(requests, _ -> false, () -> false)).isTrue();
                assertThat(state.routes().count(221_000_501)).isEqualTo(5001);
                assertThat(datagrams).hasValueGreaterThan(3);
            }
        });
    }

    @Test
    void changesNothingBeforeFirstCompleteDump() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane predecessor = LinuxPlane.open(PlaneLab::unexpected)) {
                predecessor.apply(List.of(route(ONE, lab.a()), route(TWO, lab.a())));
                settle(predecessor);
            }
            String before = lab.routes() + lab.nexthops();
            Reader reader = new Reader();
            reader.interrupted = true;
            try (Dataplane dataplane = LinuxPlane.open(reader, PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.b())));
                dataplane.sweep();
                CompletionStage<Void> flush = dataplane.flush();
                await().during(Duration.ofMillis(500)).until(() -> dataplane.status().pending() == 1);
                assertThat(lab.routes() + lab.nexthops()).isEqualTo(before);
                assertThat(flush.toCompletableFuture()).isNotDone();
                reader.interrupted = false;
                flush.toCompletableFuture().get(10, TimeUnit.SECONDS);
                lab.expectOneVia("b");
                await().untilAsserted(() -> assertThat(lab.routes()).doesNotContain("fd00:2::"));
            }
        });
    }

    @Test
    void keepsItsStateWhileDumpsAreInterrupted() throws Exception {
        PlaneLab.run(lab -> {
            Reader reader = new Reader();
            try (Dataplane dataplane = LinuxPlane.open(reader, PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                reader.interrupted = true;
                dataplane.sweep();
                dataplane.apply(List.of(route(TWO, lab.b())));
                await().untilAsserted(() -> assertThat(lab.routes()).contains("fd00:1::", "fd00:2::"));
                lab.ip("-6 route del " + ONE + " proto 221 metric 1025");
                CompletionStage<Void> removal = dataplane.removeAll();
                await().during(Duration.ofMillis(300)).until(() -> !removal.toCompletableFuture().isDone());
                assertThat(lab.routes()).contains("fd00:2::");
                reader.interrupted = false;
                removal.toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(lab.routes() + lab.nexthops()).isEmpty();
            }
        });
    }

    @Test
    void keepsGroupsOfOthersUntilTheSweep() throws Exception {
        PlaneLab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.b()), route(TWO, lab.b())));
                settle(dataplane);
                dataplane.apply(List.of(route(TWO)));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).as("a predecessor's").contains("id 221000501 ");
                dataplane.sweep();
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).doesNotContain("id 221000501 ");
            }
        });
    }

    @Test
    void keepsGroupsIfRoutesWereRemovedDuringTheDump() throws Exception {
        PlaneLab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            AtomicBoolean race = new AtomicBoolean();
            // The kernel's dump then lacks a route and does not say so.
            KernelReader reader = (state, requests, desired, stop) -> {
                boolean read = state.read(requests, desired, stop);
                if (race.compareAndSet(true, false)) {
                    lab.ip("-6 route add fd00:7::/64 dev b proto static");
                    lab.ip("-6 route add fd00:9::/64 nhid 221000501 proto static");
                    lab.ip("-6 route del fd00:7::/64 dev b proto static");
                }
                return read;
            };
            try (Dataplane dataplane = LinuxPlane.open(reader, PlaneLab::unexpected)) {
                race.set(true);
                dataplane.sweep();
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                dataplane.apply(List.of(route(ONE, lab.b())));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.ip("-6 route show proto static")).contains("fd00:9::/64");
                lab.ip("-6 route del fd00:9::/64 proto static");
                await().untilAsserted(() -> assertThat(lab.nexthops()).doesNotContain("id 221000501 group"));
            }
        });
    }

    @Test
    void keepsGroupThatAForeignRouteUses() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                lab.ip("-6 route add fd00:9::/64 nhid " + lab.group(ONE) + " proto static");
                dataplane.sweep();
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                dataplane.apply(List.of(route(ONE)));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.ip("-6 route show proto static")).contains("fd00:9::/64");
                dataplane.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).isEmpty();
            }
        });
    }

    @Test
    void reportsForeignRoutesBeforeOursAndForwarding() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                assertThat(dataplane.status().findings().forwards()).isFalse();
                dataplane.apply(List.of(route(ONE, lab.a()), route(TWO, lab.a())));
                settle(dataplane);
                lab.ip("-6 route add " + ONE + " via fe80::b dev b proto static metric 10");
                lab.ip("-6 route add " + TWO + " via fe80::b dev b proto static metric 2000");
                lab.ip("-6 route add fd00:8::/64 via fe80::b dev b proto static metric 10");
                Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
                await().untilAsserted(
                        () -> assertThat(dataplane.status().findings()).isEqualTo(new PlaneFindings(Optional.empty(),
                                true, 1, List.of(new ForeignRoute(ONE, "static", "b", 10)))));
                lab.ip("-6 route del " + ONE + " proto static");
                await().until(() -> dataplane.status().findings().equals(PlaneFindings.NONE));
            }
        });
    }

    @Test
    void rejectsSecondDataPlaneInTheNamespace() throws Exception {
        PlaneLab.run(lab -> {
            Dataplane first = LinuxPlane.open(PlaneLab::unexpected);
            try (first) {
                first.apply(List.of(route(ONE, lab.a())));
                settle(first);
                assertThatThrownBy(() -> LinuxPlane.open(PlaneLab::unexpected))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another ddmd already programs the routes")
                        .hasMessageContaining("process " + ProcessHandle.current().pid() + " (");
                Namespace.run(other -> LinuxPlane.open(PlaneLab::unexpected).close());
                Thread ending = Thread.ofPlatform().start(() -> {
                    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                    first.close();
                });
                try (Dataplane successor = LinuxPlane.open(PlaneLab::unexpected)) {
                    successor.apply(List.of(route(ONE, lab.a())));
                    settle(successor);
                }
                ending.join();
            }
            lab.expectOneVia("a");
        });
    }

    @Test
    void reportsErrorThatEndsItsThread() throws Exception {
        PlaneLab.run(lab -> {
            AtomicReference<Throwable> died = new AtomicReference<>(new IllegalStateException("it has not"));
            AtomicBoolean fatal = new AtomicBoolean();
            KernelReader reader = (state, requests, desired, stop) -> {
                if (fatal.get()) {
                    throw new AssertionError("on purpose");
                }
                return state.read(requests, desired, stop);
            };
            try (Dataplane dataplane = LinuxPlane.open(reader, died::set)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                fatal.set(true);
                dataplane.sweep();
                await().untilAsserted(() -> assertThat(died.get()).isInstanceOf(AssertionError.class));
                assertThat(dataplane.flush()).isCompletedExceptionally();
            }
            lab.expectOneVia("a");
        });
    }

    /** A stop promises 2 s; the kernel may take longer. */
    @Test
    void closesInTimeWhileTheKernelIsSlow() throws Exception {
        PlaneLab.run(lab -> {
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            AtomicBoolean slow = new AtomicBoolean();
            KernelReader reader = (state, requests, desired, stop) -> {
                if (slow.get()) {
                    reading.countDown();
                    awaitLatch(answered);
                }
                return state.read(requests, desired, stop);
            };
            Dataplane dataplane = LinuxPlane.open(reader, PlaneLab::unexpected);
            try {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                slow.set(true);
                CompletionStage<Void> removal = dataplane.removeAll();
                assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
                CompletableFuture<Void> closed = CompletableFuture.runAsync(dataplane::close);
                assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
                assertThat(dataplane.flush()).isCompletedExceptionally();
                assertThat(removal.toCompletableFuture().isDone()).as("not confirmed").isFalse();
                answered.countDown();
                assertThat(removal.toCompletableFuture()).as("later").succeedsWithin(Duration.ofSeconds(10));
            } finally {
                answered.countDown();
                dataplane.close();
            }
        });
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
