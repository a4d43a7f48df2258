package io.ddm.interop.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a table of one series compares. */
final class FiguresTest {

    @Test
    void fleetWithOtherPrefixesIsNotCompared() {
        String table = table(List.of(fleet(100, 8, 1), fleet(1000, 8, 2), fleet(1000, 40, 77)));
        assertThat(table).contains("| per router, routers | 100 | 1,000 |")
                .contains("| messages of a start: average router | 1.00 | 2.00 |")
                .doesNotContain("77");
    }

    @Test
    void latestOfTwoRunsCounts() {
        assertThat(table(List.of(fleet(100, 8, 1), fleet(1000, 8, 2), fleet(100, 8, 3))))
                .contains("| messages of a start: average router | 3.00 | 2.00 |");
    }

    @Test
    void seriesOfOneFleetIsByPrefixes() {
        assertThat(table(List.of(fleet(8, 1000, 1), fleet(8, 10_000, 2))))
                .contains("| per router, prefixes | 1,000 | 10,000 |");
    }

    private static String table(List<Measurement> measured) {
        return new Figures("mesh", measured).table();
    }

    private static Measurement fleet(int routers, int prefixes, double messages) {
        return new Measurement("mesh", routers, prefixes, "start", Role.LEAF, routers, 1, messages, 1, 1, 1, 1, 1, 1,
                1);
    }
}
