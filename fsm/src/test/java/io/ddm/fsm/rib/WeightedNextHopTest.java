package io.ddm.fsm.rib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedNextHopTest {

    private static final NextHop A = new NextHop(1, Ipv6Address.parse("fe80::a"));
    private static final NextHop B = new NextHop(2, Ipv6Address.parse("fe80::a"));

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 257, Integer.MAX_VALUE})
    void rejectsWeightsOutOfBounds(int weight) {
        assertThatThrownBy(() -> new WeightedNextHop(A, weight)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid weight %d of next hop fe80::a on interface 1: must be 1 to 256", weight);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 256})
    void acceptsWeightsThatANexthopGroupCanCarry(int weight) {
        assertThat(new WeightedNextHop(A, weight).weight()).isEqualTo(weight);
    }

    @Test
    void sortsByNextHopThenByWeight() {
        List<WeightedNextHop> sorted = List.of(new WeightedNextHop(A, 1), new WeightedNextHop(A, 3),
                WeightedNextHop.equalShare(B));
        assertThat(Stream.of(sorted.get(2), sorted.get(1), sorted.get(0)).sorted()).isEqualTo(sorted);
    }
}
