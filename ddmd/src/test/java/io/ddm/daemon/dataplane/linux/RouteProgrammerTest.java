package io.ddm.daemon.dataplane.linux;

import static io.ddm.daemon.dataplane.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.ForeignRoute;
import io.ddm.daemon.dataplane.KernelFindings;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import io.ddm.fsm.rib.FibChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("namespace")
class RouteProgrammerTest {

    private static final Logger LOG = LoggerFactory.getLogger(RouteProgrammerTest.class);

    private static final Prefix ONE = Prefix.parse("fd00:1::/64");
    private static final Prefix TWO = Prefix.parse("fd00:2::/64");

    /** A namespace with two cables, {@code a} and {@code b}, and next hops on them. */
    private record Lab(Namespace namespace, NextHop a, NextHop b) {

        static void run(Body body) throws Exception {
            Namespace.run(namespace -> body
                    .run(new Lab(namespace, new NextHop(namespace.cable("a"), Ipv6Address.parse("fe80::a")),
                            new NextHop(namespace.cable("b"), Ipv6Address.parse("fe80::b")))));
        }

        interface Body {
            void run(Lab lab) throws Exception;
        }

        String ip(String arguments) {
            return namespace.ip(arguments);
        }

        String routes() {
            return ip("-6 route show proto 221");
        }

        String nexthops() {
            return ip("nexthop show proto 221");
        }

        /** The id of the group at which a route points; null without a route. */
        @Nullable
        String group(Prefix network) {
            Matcher matcher = Pattern.compile("nhid (\\d+)").matcher(ip("-6 route show proto 221 " + network));
            return matcher.find() ? matcher.group(1) : null;
        }

        WeightedNextHop weighted(NextHop nextHop, int weight) {
            return new WeightedNextHop(nextHop, weight);
        }

        /** The id of the nexthop object on each device. */
        Map<String, String> nexthopIds() {
            Map<String, String> ids = new HashMap<>();
            Pattern.compile("id (\\d+) via \\S+ dev (\\S+)")
                    .matcher(nexthops())
                    .results()
                    .forEach(match -> ids.put(match.group(2), match.group(1)));
            return ids;
        }

        /** The members of the one group, as {@code DEVICE=WEIGHT}. */
        List<String> weights() {
            Matcher group = Pattern.compile("group (\\S+)").matcher(nexthops());
            assertThat(group.find()).as(nexthops()).isTrue();
            List<String> weights = new ArrayList<>();
            for (String member : group.group(1).split("/", -1)) {
                String[] parts = member.split(",", -1);
                nexthopIds().forEach((device, id) -> {
                    if (id.equals(parts[0])) {
                        weights.add(device + "=" + (parts.length > 1 ? parts[1] : "1"));
                    }
                });
            }
            assertThat(group.find()).as(nexthops()).isFalse();
            return weights;
        }

        void expectOneVia(String... devices) {
            await().untilAsserted(() -> {
                String route = ip("-6 route show proto 221 " + ONE);
                for (String device : List.of("a", "b")) {
                    if (List.of(devices).contains(device)) {
                        assertThat(route).contains("via fe80::" + device + " dev " + device);
                    } else {
                        assertThat(route).doesNotContain("dev " + device);
                    }
                }
            });
        }
    }

    private static void unexpected(Throwable error) {
        LOG.error("the data plane's thread ended", error);
    }

    private static FibChange want(Prefix network, NextHop... nextHops) {
        return new FibChange(network, Stream.of(nextHops).map(WeightedNextHop::equalShare).toList());
    }

    private static FibChange wantWeighted(Prefix network, WeightedNextHop... nextHops) {
        return new FibChange(network, List.of(nextHops));
    }

    private static DataplaneStatus settle(RouteProgrammer programmer) {
        return settle(programmer, status -> status.installed() == status.wanted());
    }

    private static DataplaneStatus settle(RouteProgrammer programmer, Predicate<DataplaneStatus> settled) {
        await().until(() -> {
            DataplaneStatus status = programmer.status();
            return status.pending() == 0 && settled.test(status);
        });
        return programmer.status();
    }

    @Test
    void afterAFlushTheKernelHasWhatWasWishedForBefore() throws Exception {
        Lab.run(lab -> {
            RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected);
            try (programmer) {
                programmer.apply(List.of(want(ONE, lab.a)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).contains("fd00:1::/64");
                programmer.apply(List.of(want(ONE)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
            }
            assertThat(programmer.flush()).isCompletedExceptionally();
        });
    }

    @Test
    void routesPointAtGroupsOfOneOrMoreNextHops() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.b, lab.a, lab.a), want(TWO, lab.a)));
                DataplaneStatus status = settle(programmer);
                assertThat(status.installed()).isEqualTo(2);
                lab.expectOneVia("a", "b");
                assertThat(lab.nexthops()).containsPattern("group \\d+/\\d+ ").containsPattern("group \\d+ ");
                assertThat(lab.ip("-6 route show proto 221 " + TWO)).contains("metric 1025")
                        .contains("via fe80::a dev a");

                programmer.apply(List.of(want(ONE), want(TWO)));
                settle(programmer);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
            }
        });
    }

    @Test
    void losingAPeerEditsTheGroupAndNoRoute() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(networks(100, lab.a, lab.b));
                programmer.apply(List.of(want(ONE, lab.a, lab.b)));
                settle(programmer);
                String group = lab.group(ONE);
                List<FibChange> loss = new ArrayList<>(networks(100, lab.b));
                loss.add(want(ONE, lab.b));
                programmer.apply(loss);
                settle(programmer);
                assertThat(lab.group(ONE)).isEqualTo(group);
                assertThat(lab.nexthops().lines().filter(line -> line.contains("group"))).singleElement()
                        .asString()
                        .contains("id " + group + " ")
                        .doesNotContain("/");
                lab.expectOneVia("b");

                List<FibChange> back = new ArrayList<>(networks(100, lab.a, lab.b));
                back.add(want(ONE, lab.a, lab.b));
                programmer.apply(back);
                settle(programmer);
                assertThat(lab.group(ONE)).isEqualTo(group);
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void weightsReachTheKernelAndAChangedWeightIsOneGroupEdit() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected);
                    Netlink routes = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                programmer.apply(weighted(50, lab.weighted(lab.a, 3), lab.weighted(lab.b, 1)));
                settle(programmer);
                assertThat(lab.weights()).containsExactlyInAnyOrder("a=3", "b=1");
                assertThat(lab.ip("-6 route show proto 221 " + ONE)).contains("dev a weight 3", "dev b weight 1");
                assertThat(routeEvents(routes)).isNotEmpty();
                // Without it the kernel itself announces each route of a group that was edited.
                Files.writeString(Path.of("/proc/sys/net/ipv4/nexthop_compat_mode"), "0");

                try (Netlink nexthops = Netlink.open(Netlink.GROUP_NEXTHOP)) {
                    programmer.apply(weighted(50, lab.weighted(lab.a, 1), lab.weighted(lab.b, 256)));
                    settle(programmer);
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
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(wantWeighted(ONE, lab.weighted(lab.a, 3), lab.weighted(lab.b, 1))));
                settle(programmer);
                String group = lab.group(ONE);
                Map<String, String> ids = lab.nexthopIds();
                lab.ip("nexthop replace id " + group + " group " + ids.get("a") + ",7/" + ids.get("b") + " proto 221");
                settle(programmer, status -> status.driftRepairs() > 0);
                assertThat(lab.weights()).containsExactlyInAnyOrder("a=3", "b=1");
                assertThat(lab.group(ONE)).isEqualTo(group);
            }
        });
    }

    @Test
    void adoptsGroupOnlyWithTheSameWeights() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer predecessor = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                predecessor.apply(List.of(wantWeighted(ONE, lab.weighted(lab.a, 3), lab.weighted(lab.b, 1)),
                        want(TWO, lab.a, lab.b)));
                settle(predecessor);
            }
            String one = lab.group(ONE);
            String two = lab.group(TWO);
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(wantWeighted(TWO, lab.weighted(lab.a, 3), lab.weighted(lab.b, 1))));
                settle(programmer);
                assertThat(lab.group(ONE)).isEqualTo(one);
                assertThat(lab.group(TWO)).isNotEqualTo(two).isEqualTo(one);
            }
        });
    }

    @Test
    void aRouteMovesWithoutBeingRemoved() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected);
                    Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                programmer.apply(List.of(want(ONE, lab.a), want(TWO, lab.a)));
                settle(programmer);
                programmer.apply(List.of(want(ONE, lab.b)));
                settle(programmer);
                lab.expectOneVia("b");
                assertThat(routeEvents(watch)).isNotEmpty().doesNotContain(RouteMessages.DELROUTE);
            }
        });
    }

    @Test
    void aLinkThatComesBackIsUsedAgain() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b), want(TWO, lab.a)));
                settle(programmer);

                lab.ip("link set dev a down");
                DataplaneStatus down = settle(programmer, status -> status.refused().containsKey(TWO));
                assertThat(down.installed()).isEqualTo(1);
                assertThat(down.refused().get(TWO)).contains("ENETDOWN");
                assertThat(down.refusedNextHops()).containsOnlyKeys("fe80::a on a");
                lab.expectOneVia("b");

                lab.ip("link set dev a up");
                DataplaneStatus up = settle(programmer);
                assertThat(up.refusedNextHops()).isEmpty();
                lab.expectOneVia("a", "b");
                assertThat(lab.group(TWO)).isNotNull();
            }
        });
    }

    @Test
    void lostCarrierIsLikeALinkThatIsDown() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b)));
                settle(programmer);
                lab.ip("link set dev a-far down");
                lab.expectOneVia("b");
                settle(programmer, status -> status.refusedNextHops().containsKey("fe80::a on a"));
                programmer.apply(List.of(want(ONE, lab.b)));
                settle(programmer, status -> status.refusedNextHops().isEmpty());
                lab.ip("link set dev a-far up");
                programmer.apply(List.of(want(ONE, lab.a, lab.b)));
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void whatSomebodyElseRemovesComesBack() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b)));
                settle(programmer);
                lab.ip("-6 route del " + ONE + " proto 221 metric 1025");
                lab.expectOneVia("a", "b");
                settle(programmer, status -> status.driftRepairs() == 1);
                lab.ip("nexthop flush proto 221");
                lab.expectOneVia("a", "b");
            }
        });
    }

    @Test
    void whatSomebodyElseChangesIsPutRight() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                lab.ip("-6 route replace " + ONE + " via fe80::b dev b proto 221 metric 1025");
                lab.expectOneVia("a");
                settle(programmer, status -> status.driftRepairs() > 0);
            }
        });
    }

    @Test
    void whatAnEarlierProcessLeftIsUsedAgainAndTheRestSwept() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b), want(TWO, lab.a)));
                settle(programmer);
            }
            lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221 metric 77");
            String group = lab.group(ONE);
            String before = lab.routes() + lab.nexthops();
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b)));
                settle(programmer, status -> status.installed() == 1);
                assertThat(lab.routes() + lab.nexthops()).isEqualTo(before);
                programmer.sweep();
                await().untilAsserted(() -> assertThat(lab.routes()).doesNotContain("fd00:2::", "fd00:3::"));
                lab.expectOneVia("a", "b");
                assertThat(lab.group(ONE)).isEqualTo(group);
            }
        });
    }

    @Test
    void whatStandsBeforeARouteOfOursGoesAtOnceAndTheRestIsKeptForTheSweep() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221 metric 77");
                // Without a metric that is 1024, which the kernel prefers to ours.
                lab.ip("-6 route add " + ONE + " via fe80::b dev b proto 221");
                await().untilAsserted(() -> assertThat(lab.routes()).doesNotContain("dev b").contains("fd00:3::"));
                lab.expectOneVia("a");
            }
        });
    }

    @Test
    void aRefusedNextHopKeepsBackNoOtherNetwork() throws Exception {
        Lab.run(lab -> {
            NextHop nowhere = new NextHop(9999, Ipv6Address.parse("fe80::9"));
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(TWO, nowhere), want(ONE, lab.a, nowhere)));
                DataplaneStatus status = settle(programmer, s -> s.installed() == 1);
                assertThat(status.refused()).containsOnlyKeys(TWO);
                assertThat(status.refusedNextHops()).containsOnlyKeys("fe80::9 on interface 9999");
                assertThat(status.lastError()).isPresent();
                lab.expectOneVia("a");

                programmer.apply(List.of(want(TWO, lab.b), want(ONE, lab.a)));
                settle(programmer, s -> s.installed() == 2 && s.refusedNextHops().isEmpty());
            }
        });
    }

    @Test
    void aRouteDoesNotStayOnANextHopThatIsNotWantedAnyMore() throws Exception {
        Lab.run(lab -> {
            NextHop nowhere = new NextHop(9999, Ipv6Address.parse("fe80::9"));
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a), want(TWO, lab.a)));
                settle(programmer);
                programmer.apply(List.of(want(ONE, nowhere)));
                settle(programmer, status -> status.refused().containsKey(ONE));
                assertThat(lab.group(ONE)).isNull();
                assertThat(lab.group(TWO)).isNotNull();
            }
        });
    }

    @Test
    void removeAllLeavesNothingOfOursAndEverythingOfOthers() throws Exception {
        Lab.run(lab -> {
            lab.ip("nexthop add id 221000000 via fe80::a dev a proto 4");
            lab.ip("-6 route add " + ONE + " via fe80::b dev b proto static");
            lab.ip("-6 route add fd00:3::/64 via fe80::a dev a proto 221");
            String others = lab.ip("-6 route show proto static") + lab.ip("nexthop show proto 4");
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a, lab.b), want(TWO, lab.a)));
                settle(programmer);
                programmer.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(programmer.status().wanted()).isZero();
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
                assertThat(lab.ip("-6 route show proto static") + lab.ip("nexthop show proto 4")).isEqualTo(others);
            }
        });
    }

    @Test
    void removalAfterCloseFailsAndNothingHangs() throws Exception {
        Lab.run(lab -> {
            RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected);
            programmer.close();
            programmer.close();
            programmer.apply(List.of(want(ONE, lab.a)));
            assertThat(programmer.removeAll().toCompletableFuture()).isCompletedExceptionally();
        });
    }

    @Test
    void hostBitsAreNoMatterToTheKernel() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(Prefix.parse("fd00:1::7/64"), lab.a)));
                settle(programmer);
                lab.expectOneVia("a");
                programmer.apply(List.of(want(Prefix.parse("fd00:1::8/64"))));
                settle(programmer, status -> status.wanted() == 0);
                assertThat(lab.routes()).isEmpty();
            }
        });
    }

    @Test
    void theLastWishOfManyWins() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                for (int i = 0; i < 2000; i++) {
                    programmer.apply(List.of(want(ONE, i % 2 == 0 ? lab.a : lab.b), want(TWO)));
                }
                settle(programmer);
                lab.expectOneVia("b");
                assertThat(programmer.status().wanted()).isEqualTo(1);
            }
        });
    }

    @Test
    void tenThousandRoutesAreAMatterOfMilliseconds() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                Duration install = time(programmer, networks(10_000, lab.a, lab.b));
                assertThat(lab.routes().lines().filter(line -> line.startsWith("fd00:"))).hasSize(10_000);
                Duration loss = time(programmer, networks(10_000, lab.b));
                Duration back = time(programmer, networks(10_000, lab.a, lab.b));
                Duration removal = time(programmer, networks(10_000));
                assertThat(lab.routes()).isEmpty();
                assertThat(programmer.status().driftRepairs()).isZero();
                LOG.info("10,000 routes: install {} ms, lose one of two peers {} ms, get it back {} ms, remove {} ms",
                        install.toMillis(), loss.toMillis(), back.toMillis(), removal.toMillis());
                assertThat(List.of(install, loss, back, removal)).allMatch(it -> it.toSeconds() < 5);
            }
        });
    }

    @Test
    void aRefusalIsTriedAgainWithoutAnyEvent() throws Exception {
        Lab.run(lab -> {
            Path disable = Path.of("/proc/sys/net/ipv6/conf/a/disable_ipv6");
            Files.writeString(disable, "1");
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a), want(TWO, lab.b)));
                DataplaneStatus status = settle(programmer, s -> s.refused().containsKey(ONE));
                assertThat(status.installed()).isEqualTo(1);
                Files.writeString(disable, "0");
                settle(programmer);
                lab.expectOneVia("a");
            }
        });
    }

    @Test
    void severalProgrammersMayFollowEachOther() throws Exception {
        Lab.run(lab -> {
            for (int i = 0; i < 5; i++) {
                try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                    programmer.apply(List.of(want(ONE, i % 2 == 0 ? lab.a : lab.b)));
                    settle(programmer, status -> status.installed() == 1);
                    programmer.sweep();
                }
            }
            lab.expectOneVia("a");
        });
    }

    @Test
    void dropsChangesAfterRemoveAll() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                CompletionStage<Void> removal = programmer.removeAll();
                programmer.apply(List.of(want(TWO, lab.a)));
                removal.toCompletableFuture().get(5, TimeUnit.SECONDS);
                programmer.apply(List.of(want(ONE, lab.b)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.nexthops()).isEmpty();
                assertThat(programmer.status().wanted()).isZero();
            }
        });
    }

    /** Reads the kernel, unless dumps are to be interrupted. */
    private static final class Reader implements KernelReader {

        private volatile boolean interrupted;

        @Override
        public KernelState read(NetlinkRequests requests, Predicate<Prefix> desired) throws NetlinkException {
            if (interrupted) {
                throw new DumpInterruptedException(4);
            }
            return KernelState.dump(requests, desired);
        }
    }

    @Test
    void changesNothingBeforeTheFirstCompleteDump() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer predecessor = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                predecessor.apply(List.of(want(ONE, lab.a), want(TWO, lab.a)));
                settle(predecessor);
            }
            String before = lab.routes() + lab.nexthops();
            Reader reader = new Reader();
            reader.interrupted = true;
            try (RouteProgrammer programmer = RouteProgrammer.open(reader, RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.b)));
                programmer.sweep();
                CompletionStage<Void> flush = programmer.flush();
                await().during(Duration.ofMillis(500)).until(() -> programmer.status().pending() == 1);
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
        Lab.run(lab -> {
            Reader reader = new Reader();
            try (RouteProgrammer programmer = RouteProgrammer.open(reader, RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                reader.interrupted = true;
                programmer.sweep();
                programmer.apply(List.of(want(TWO, lab.b)));
                await().untilAsserted(() -> assertThat(lab.routes()).contains("fd00:1::", "fd00:2::"));
                lab.ip("-6 route del " + ONE + " proto 221 metric 1025");
                CompletionStage<Void> removal = programmer.removeAll();
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
        Lab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.b), want(TWO, lab.b)));
                settle(programmer);
                programmer.apply(List.of(want(TWO)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).as("a predecessor's").contains("id 221000501 ");
                programmer.sweep();
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).doesNotContain("id 221000501 ");
            }
        });
    }

    @Test
    void keepsGroupsIfRoutesWereRemovedDuringTheDump() throws Exception {
        Lab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            AtomicBoolean race = new AtomicBoolean();
            // The kernel's dump then lacks a route and does not say so.
            KernelReader reader = (requests, desired) -> {
                KernelState state = KernelState.dump(requests, desired);
                if (race.compareAndSet(true, false)) {
                    lab.ip("-6 route add fd00:7::/64 dev b proto static");
                    lab.ip("-6 route add fd00:9::/64 nhid 221000501 proto static");
                    lab.ip("-6 route del fd00:7::/64 dev b proto static");
                }
                return state;
            };
            try (RouteProgrammer programmer = RouteProgrammer.open(reader, RouteProgrammerTest::unexpected)) {
                race.set(true);
                programmer.sweep();
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                programmer.apply(List.of(want(ONE, lab.b)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.ip("-6 route show proto static")).contains("fd00:9::/64");
                lab.ip("-6 route del fd00:9::/64 proto static");
                await().untilAsserted(() -> assertThat(lab.nexthops()).doesNotContain("id 221000501 group"));
            }
        });
    }

    @Test
    void keepsAGroupThatAForeignRouteUses() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                lab.ip("-6 route add fd00:9::/64 nhid " + lab.group(ONE) + " proto static");
                programmer.sweep();
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                programmer.apply(List.of(want(ONE)));
                programmer.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.routes()).isEmpty();
                assertThat(lab.ip("-6 route show proto static")).contains("fd00:9::/64");
                programmer.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).isEmpty();
            }
        });
    }

    @Test
    void reportsForeignRoutesBeforeOursAndForwarding() throws Exception {
        Lab.run(lab -> {
            try (RouteProgrammer programmer = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                assertThat(programmer.status().findings().forwards()).isFalse();
                programmer.apply(List.of(want(ONE, lab.a), want(TWO, lab.a)));
                settle(programmer);
                lab.ip("-6 route add " + ONE + " via fe80::b dev b proto static metric 10");
                lab.ip("-6 route add " + TWO + " via fe80::b dev b proto static metric 2000");
                lab.ip("-6 route add fd00:8::/64 via fe80::b dev b proto static metric 10");
                Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
                await().untilAsserted(
                        () -> assertThat(programmer.status().findings()).isEqualTo(new KernelFindings(Optional.empty(),
                                true, 1, List.of(new ForeignRoute(ONE, "static", "b", 10)))));
                lab.ip("-6 route del " + ONE + " proto static");
                await().until(() -> programmer.status().findings().equals(KernelFindings.NONE));
            }
        });
    }

    @Test
    void refusesASecondDataPlaneInTheNamespace() throws Exception {
        Lab.run(lab -> {
            RouteProgrammer first = RouteProgrammer.open(RouteProgrammerTest::unexpected);
            try (first) {
                first.apply(List.of(want(ONE, lab.a)));
                settle(first);
                assertThatThrownBy(() -> RouteProgrammer.open(RouteProgrammerTest::unexpected))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another ddmd already programs the routes")
                        .hasMessageContaining("process " + ProcessHandle.current().pid() + " (");
                Namespace.run(other -> RouteProgrammer.open(RouteProgrammerTest::unexpected).close());
                Thread ending = Thread.ofPlatform().start(() -> {
                    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                    first.close();
                });
                try (RouteProgrammer successor = RouteProgrammer.open(RouteProgrammerTest::unexpected)) {
                    successor.apply(List.of(want(ONE, lab.a)));
                    settle(successor);
                }
                ending.join();
            }
            lab.expectOneVia("a");
        });
    }

    @Test
    void reportsAnErrorThatEndsItsThread() throws Exception {
        Lab.run(lab -> {
            AtomicReference<Throwable> died = new AtomicReference<>(new IllegalStateException("it has not"));
            AtomicBoolean fatal = new AtomicBoolean();
            KernelReader reader = (requests, desired) -> {
                if (fatal.get()) {
                    throw new AssertionError("on purpose");
                }
                return KernelState.dump(requests, desired);
            };
            try (RouteProgrammer programmer = RouteProgrammer.open(reader, died::set)) {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                fatal.set(true);
                programmer.sweep();
                await().untilAsserted(() -> assertThat(died.get()).isInstanceOf(AssertionError.class));
                assertThat(programmer.flush()).isCompletedExceptionally();
            }
            lab.expectOneVia("a");
        });
    }

    private static List<FibChange> networks(int count, NextHop... nextHops) {
        List<FibChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(want(new Prefix(new Ipv6Address(0xfd00_000a_0000_0000L + i, 0), 64), nextHops));
        }
        return changes;
    }

    /** So many networks and {@link #ONE}. */
    private static List<FibChange> weighted(int count, WeightedNextHop... nextHops) {
        List<FibChange> changes = new ArrayList<>(List.of(wantWeighted(ONE, nextHops)));
        networks(count).forEach(change -> changes.add(wantWeighted(change.network(), nextHops)));
        return changes;
    }

    private static Duration time(RouteProgrammer programmer, List<FibChange> changes) {
        long start = System.nanoTime();
        programmer.apply(changes);
        settle(programmer);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Integer> routeEvents(Netlink watch) throws NetlinkException {
        return messages(watch, message -> RouteMessages.decode(message) != null);
    }

    private static List<Integer> nexthopEvents(Netlink watch) throws NetlinkException {
        return messages(watch, message -> NexthopMessages.decode(message).protocol() == RouteMessages.PROTOCOL);
    }

    private interface Filter {
        boolean accepts(NetlinkMessage message) throws NetlinkException;
    }

    private static List<Integer> messages(Netlink watch, Filter filter) throws NetlinkException {
        List<Integer> types = new ArrayList<>();
        for (ByteBuffer datagram = watch.receive(); datagram != null; datagram = watch.receive()) {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                if (filter.accepts(message)) {
                    types.add(message.type());
                }
            }
        }
        return types;
    }

    /** A stop promises 2 s; the kernel may take longer. */
    @Test
    void closesWithinItsLimitWhileTheKernelIsSlow() throws Exception {
        Lab.run(lab -> {
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            AtomicBoolean slow = new AtomicBoolean();
            KernelReader reader = (requests, desired) -> {
                if (slow.get()) {
                    reading.countDown();
                    awaitLatch(answered);
                }
                return KernelState.dump(requests, desired);
            };
            RouteProgrammer programmer = RouteProgrammer.open(reader, RouteProgrammerTest::unexpected);
            try {
                programmer.apply(List.of(want(ONE, lab.a)));
                settle(programmer);
                slow.set(true);
                CompletionStage<Void> removal = programmer.removeAll();
                assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
                CompletableFuture<Void> closed = CompletableFuture.runAsync(programmer::close);
                assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
                assertThat(programmer.flush()).isCompletedExceptionally();
                assertThat(removal.toCompletableFuture().isDone()).as("not confirmed").isFalse();
                answered.countDown();
                assertThat(removal.toCompletableFuture()).as("later").succeedsWithin(Duration.ofSeconds(10));
            } finally {
                answered.countDown();
                programmer.close();
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
