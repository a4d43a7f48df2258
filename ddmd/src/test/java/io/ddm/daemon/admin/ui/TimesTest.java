package io.ddm.daemon.admin.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimesTest {

    @ParameterizedTest
    @CsvSource({"-1, 0s", "0, 0s", "59, 59s", "60, 1m 0s", "3599, 59m 59s", "3600, 1h 0m", "86399, 23h 59m",
            "273600, 3d 4h"})
    void showsTheTwoLargestUnits(long seconds, String shown) {
        assertThat(Times.brief(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }

    @Test
    void showsDelaysInReadableUnits() {
        assertThat(Times.delay(OptionalLong.of(4))).isEqualTo("4 µs");
        assertThat(Times.delay(OptionalLong.of(999))).isEqualTo("999 µs");
        assertThat(Times.delay(OptionalLong.of(12_345))).isEqualTo("12.35 ms");
        assertThat(Times.delay(OptionalLong.empty())).isEqualTo("–");
    }
}
