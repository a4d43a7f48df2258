package io.ddm.interop.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the properties of a wire are written. */
final class ShapeOptionTest {

    @ParameterizedTest
    @CsvSource({"--delay, 20ms, 20ms", "--delay, 1500us, 1.5ms", "--delay, 10s, 10s", "--delay, 0ms, 0us",
            "--jitter, 0.25ms, 250us", "--loss, 1%, 1%", "--loss, 0.000001%, 0.000001%", "--loss, 100%, 100%",
            "--loss, 0%, 0%", "--rate, 100mbit, 100mbit", "--rate, 1500kbit, 1.5mbit", "--rate, 2.5gbit, 2.5gbit",
            "--rate, unlimited, unlimited"})
    void readsAndShowsValue(String option, String given, String shown) {
        ShapeOption property = ShapeOption.of(option);
        Shape shape = property.set(new Shape(1, 2, 0.5, 3), given);
        assertThat(property.show(shape)).isEqualTo(shown);
        assertThat(property.set(Shape.NONE, shown)).as("its own value").isEqualTo(property.set(Shape.NONE, given));
    }

    @Test
    void changesNamedPropertyOnly() {
        Shape shape = new Shape(1, 2, 0.5, 9000);
        assertThat(ShapeOption.DELAY.set(shape, "3us")).isEqualTo(new Shape(3000, 2, 0.5, 9000));
        assertThat(ShapeOption.JITTER.set(shape, "3us")).isEqualTo(new Shape(1, 3000, 0.5, 9000));
        assertThat(ShapeOption.LOSS.set(shape, "25%")).isEqualTo(new Shape(1, 2, 0.25, 9000));
        assertThat(ShapeOption.RATE.set(shape, "1gbit")).isEqualTo(new Shape(1, 2, 0.5, 1_000_000_000));
    }

    @ParameterizedTest
    @CsvSource({"--delay, 20", "--delay, -1ms", "--delay, 20 ms", "--delay, 20m", "--delay, 10.1s", "--delay, 1e3ms",
            "--delay, ''", "--jitter, 10000000.001us", "--jitter, ms", "--loss, 1", "--loss, 100.01%", "--loss, -1%",
            "--rate, 100", "--rate, 0mbit", "--rate, 7kbit", "--rate, 101gbit", "--rate, 100mbps", "--rate, none"})
    void rejectsValueAndNamesOption(String option, String value) {
        ShapeOption property = ShapeOption.of(option);
        assertThatThrownBy(() -> property.set(Shape.NONE, value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invalid value '" + value + "' for " + option + ": must be ");
    }

    @Test
    void rejectsUnknownOption() {
        assertThatThrownBy(() -> ShapeOption.of("--speed"))
                .hasMessage("unknown option '--speed': must be --from, --delay, --jitter, --loss or --rate");
    }
}
