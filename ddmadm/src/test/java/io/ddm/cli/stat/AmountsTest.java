package io.ddm.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times with two decimals. */
final class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0.00s", "300, 0.30s", "1234, 1.23s", "1235, 1.24s", "999995, 1000.00s", "-1, 0.00s",
            "-1500, -1.50s",
            "-5, -0.01s", "9223372036854775807, 9223372036854775.81s", "-9223372036854775807, -9223372036854775.81s"})
    void showsSeconds(long milliseconds, String text) {
        assertThat(Amounts.seconds(milliseconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00ms, ''", "4, 0.00ms, 0.00ms", "5, 0.01ms, 0.01ms", "310, 0.31ms, 0.31ms",
            "20000, 20.00ms, 20.00ms"})
    void showsMilliseconds(long microseconds, String text, String unlessZero) {
        assertThat(Amounts.milliseconds(OptionalLong.of(microseconds))).isEqualTo(text);
        assertThat(Amounts.millisecondsUnlessZero(OptionalLong.of(microseconds))).isEqualTo(unlessZero);
    }

    @Test
    void showsNoTimeThatIsUnknownOrImpossible() {
        assertThat(Amounts.milliseconds(OptionalLong.empty())).isEmpty();
        assertThat(Amounts.milliseconds(OptionalLong.of(Long.MIN_VALUE))).isNull();
        assertThat(Amounts.millisecondsUnlessZero(OptionalLong.of(-1))).isNull();
    }
}
