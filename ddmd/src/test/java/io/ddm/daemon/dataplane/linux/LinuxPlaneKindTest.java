package io.ddm.daemon.dataplane.linux;

import static io.ddm.daemon.dataplane.linux.PlaneLab.ONE;
import static io.ddm.daemon.dataplane.linux.PlaneLab.TWO;
import static io.ddm.daemon.dataplane.linux.PlaneLab.route;
import static io.ddm.daemon.dataplane.linux.PlaneLab.routeEvents;
import static io.ddm.daemon.dataplane.linux.PlaneLab.settle;
import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.daemon.linux.Netlink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resilient and plain nexthop groups in a real kernel. */
@Tag("namespace")
class LinuxPlaneKindTest {

    @Test
    void makesResilientGroups() throws Exception {
        PlaneLab.run(lab -> {
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                String group = lab.group(ONE);
                dataplane.apply(List.of(route(ONE, lab.a(), lab.b())));
                settle(dataplane);
                assertThat(lab.group(ONE)).isEqualTo(group);
                assertThat(lab.nexthops().lines().filter(line -> line.contains("group"))).singleElement()
                        .asString()
                        .contains("type resilient buckets 64 idle_timer 1 unbalanced_timer 3 ");
                dataplane.removeAll().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).isEmpty();
            }
        });
    }

    /** A predecessor of an earlier version had plain groups, which cannot become resilient. */
    @Test
    void movesRoutesOfPredecessorToResilientGroup() throws Exception {
        PlaneLab.run(lab -> {
            lab.ip("nexthop add id 221000500 via fe80::a dev a proto 221");
            lab.ip("nexthop add id 221000501 group 221000500 proto 221");
            lab.ip("-6 route add " + ONE + " nhid 221000501 proto 221 metric 1025");
            lab.ip("-6 route add " + TWO + " nhid 221000501 proto 221 metric 1025");
            try (Dataplane dataplane = LinuxPlane.open(PlaneLab::unexpected);
                    Netlink watch = Netlink.open(Netlink.GROUP_IPV6_ROUTE)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                lab.expectOneVia("a");
                assertThat(lab.group(ONE)).isNotEqualTo("221000501");
                assertThat(lab.group(TWO)).as("until the sweep").isEqualTo("221000501");
                assertThat(routeEvents(watch)).isNotEmpty().doesNotContain(RouteMessages.DELROUTE);
                dataplane.apply(List.of(route(TWO, lab.a())));
                dataplane.sweep();
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.group(TWO)).isEqualTo(lab.group(ONE));
                assertThat(lab.nexthops()).doesNotContain("221000501");
                assertThat(dataplane.status().driftRepairs()).isZero();
            }
        });
    }

    @Test
    void leavesGroupThatAnotherProcessMakesPlain() throws Exception {
        PlaneLab.run(lab -> {
            AtomicReference<@Nullable String> remade = new AtomicReference<>();
            KernelReader reader = (state, requests, desired, stop) -> {
                String group = remade.getAndSet(null);
                if (group != null) {
                    String object = lab.nexthopIds().get("a");
                    lab.ip("nexthop del id " + group);
                    lab.ip("nexthop add id " + group + " group " + object + " proto 221");
                    lab.ip("-6 route add " + ONE + " nhid " + group + " proto 221 metric 1025");
                }
                return state.read(requests, desired, stop);
            };
            try (Dataplane dataplane = LinuxPlane.open(reader, PlaneLab::unexpected)) {
                dataplane.apply(List.of(route(ONE, lab.a())));
                settle(dataplane);
                String group = lab.group(ONE);
                remade.set(group);
                dataplane.sweep();
                await().untilAsserted(() -> assertThat(lab.group(ONE)).isNotNull().isNotEqualTo(group));
                dataplane.flush().toCompletableFuture().get(5, TimeUnit.SECONDS);
                assertThat(lab.nexthops()).contains("type resilient").doesNotContain("id " + group + " ");
            }
        });
    }
}
