package io.ddm.daemon.admin.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.stat.Stat;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sets of next hops, counted and numbered. */
final class MultipathGroupsTest {

    private final List<List<WeightedNextHop>> networks = new ArrayList<>();

    private static WeightedNextHop hop(int index, int weight) {
        return new WeightedNextHop(new NextHop(index, Ipv6Address.parse("fe80::1")), weight);
    }

    private void add(WeightedNextHop... members) {
        networks.add(new ArrayList<>(List.of(members)));
    }

    @Test
    void countsNetworksWithTheSameNextHopsAndWeights() {
        add(hop(1, 1), hop(2, 1));
        add(hop(2, 1));
        add(hop(1, 1), hop(2, 1));
        add(hop(1, 1), hop(2, 3));
        add(hop(1, 1));
        add();
        MultipathGroups groups = new MultipathGroups(networks.iterator());
        assertThat(groups.largest()).containsExactly(new MultipathGroups.Group("1", List.of(hop(1, 1)), 1),
                new MultipathGroups.Group("2", List.of(hop(1, 1), hop(2, 1)), 2),
                new MultipathGroups.Group("3", List.of(hop(1, 1), hop(2, 3)), 1),
                new MultipathGroups.Group("4", List.of(hop(2, 1)), 1));
        assertThat(groups.of(List.of(hop(2, 1)))).hasValueSatisfying(group -> assertThat(group.id()).isEqualTo("4"));
        assertThat(groups.of(List.of())).isEmpty();
        assertThat(groups.largestWith(hop(1, 1).nextHop())).hasValueSatisfying(
                group -> assertThat(group.id()).isEqualTo("2"));
        assertThat(groups.largestWith(hop(9, 1).nextHop())).isEmpty();
    }

    /** Neighbors could make a group for each destination. */
    @Test
    void numbersOnlyTheLargest() {
        for (int i = 1; i <= Stat.MAX_GROUPS + 10; i++) {
            add(hop(i, 1));
        }
        add(hop(Stat.MAX_GROUPS + 5, 1));
        MultipathGroups groups = new MultipathGroups(networks.iterator());
        assertThat(groups.all()).hasSize(Stat.MAX_GROUPS + 10);
        assertThat(groups.largest()).hasSize(Stat.MAX_GROUPS)
                .last()
                .isEqualTo(new MultipathGroups.Group(Integer.toString(Stat.MAX_GROUPS),
                        List.of(hop(Stat.MAX_GROUPS + 5, 1)), 2));
        assertThat(groups.of(List.of(hop(Stat.MAX_GROUPS, 1)))).isEmpty();
    }
}
