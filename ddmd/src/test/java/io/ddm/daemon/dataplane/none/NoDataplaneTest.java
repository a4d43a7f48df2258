package io.ddm.daemon.dataplane.none;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.WeightedNextHop;
import io.ddm.fsm.rib.FibChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoDataplaneTest {

    private static final Prefix NETWORK = Prefix.parse("fd00:1::/64");
    private static final WeightedNextHop HOP = WeightedNextHop
            .equalShare(new NextHop(2, Ipv6Address.parse("fe80::1")));

    @Test
    void countsWhatIsWantedAndInstallsNothing() {
        try (NoDataplane dataplane = new NoDataplane()) {
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP)),
                    new FibChange(Prefix.parse("fd00:2::/64"), List.of(HOP))));
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP))));
            dataplane.sweep();
            assertThat(dataplane.flush()).isCompleted();
            assertThat(dataplane.status().wanted()).isEqualTo(2);
            assertThat(dataplane.status().installed()).isZero();

            dataplane.apply(List.of(new FibChange(NETWORK, List.of())));
            assertThat(dataplane.status().wanted()).isEqualTo(1);

            assertThat(dataplane.removeAll()).isCompleted();
            assertThat(dataplane.status().wanted()).isZero();
            dataplane.apply(List.of(new FibChange(NETWORK, List.of(HOP))));
            assertThat(dataplane.status().wanted()).as("after removeAll").isZero();
        }
    }
}
