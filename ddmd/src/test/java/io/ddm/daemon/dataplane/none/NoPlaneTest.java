package io.ddm.daemon.dataplane.none;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.Dataplane;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NoPlaneTest {

    private static final Prefix NETWORK = Prefix.parse("fd00:1::/64");
    private static final WeightedNextHop HOP = WeightedNextHop
            .equalShare(new NextHop(2, Ipv6Address.parse("fe80::1")));

    @Test
    void countsDesiredRoutesAndInstallsNone() throws Exception {
        try (Dataplane dataplane = NoPlane.open(NoPlaneTest::unexpected)) {
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP)),
                    new FibChange(Prefix.parse("fd00:2::/64"), List.of(HOP))));
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP))));
            dataplane.rank(new NextHopRanks(new TreeMap<>(Map.of(HOP.nextHop(), NextHopRank.FAILED))));
            dataplane.sweep();
            await(dataplane.flush());
            assertThat(dataplane.status().wanted()).isEqualTo(2);
            assertThat(dataplane.status().installed()).isZero();
            assertThat(dataplane.status().pending()).isZero();

            dataplane.apply(List.of(new FibChange(NETWORK, List.of())));
            await(dataplane.flush());
            assertThat(dataplane.status().wanted()).isEqualTo(1);

            await(dataplane.removeAll());
            assertThat(dataplane.status().wanted()).isZero();
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP))));
            await(dataplane.flush());
            assertThat(dataplane.status().wanted()).as("after removeAll").isZero();
        }
    }

    private static void await(CompletionStage<Void> answer) {
        assertThat(answer.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }

    private static void unexpected(Throwable error) {
        throw new AssertionError(error);
    }
}
