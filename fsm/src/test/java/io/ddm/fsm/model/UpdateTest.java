package io.ddm.fsm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {

    @ParameterizedTest
    @CsvSource({"2, 0", "0, 2", "1, 1", "5, 2", "2, 5", "7, 0"})
    void halvesAreTheWholeAndAnnounceFirst(int announced, int withdrawn) {
        Update whole = new Update(paths("fd00", announced), paths("fd01", withdrawn));
        List<Update> halves = whole.halves();
        assertThat(halves).hasSize(2).noneMatch(Update::isEmpty);
        assertThat(Math.abs(halves.get(0).size() - halves.get(1).size())).isLessThanOrEqualTo(1);
        assertThat(halves.stream().flatMap(half -> half.announce().stream()))
                .containsExactlyElementsOf(whole.announce());
        assertThat(halves.stream().flatMap(half -> half.withdraw().stream()))
                .containsExactlyElementsOf(whole.withdraw());
        assertThat(halves.get(0).withdraw().isEmpty() || halves.get(1).announce().isEmpty())
                .as("nothing is withdrawn before the last announcement")
                .isTrue();
    }

    private static List<PathVector> paths(String block, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PathVector(Prefix.parse(block + ":" + i + "::/64"),
                        RouterPath.of(new RouterId("s1"))))
                .toList();
    }
}
