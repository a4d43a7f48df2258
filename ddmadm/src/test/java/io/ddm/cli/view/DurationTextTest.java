package io.ddm.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[dhms])");

    @ParameterizedTest
    @CsvSource({"PT0S, 0ms", "PT0.999999999S, 999ms", "PT1S, 1s 0ms", "PT4.590S, 4s 590ms", "PT4.069S, 4s 69ms",
            "PT1M, 1m 0s 0ms", "PT59M59.999S, 59m 59s 999ms", "PT1H, 1h 0m 0s", "PT3H12M5.9S, 3h 12m 5s",
            "P1D, 1d 0h 0m 0s", "P426DT13H24M9S, 426d 13h 24m 9s"})
    void formatsByMagnitude(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }

    @Property
    void isExactToSecondOrMillisecond(@ForAll @LongRange(min = 0, max = 10_000_000_000_000L) long millis) {
        String text = DurationText.of(Duration.ofMillis(millis));
        assertThat(text).matches("\\d+d \\d+h \\d+m \\d+s|\\d+h \\d+m \\d+s|\\d+m \\d+s \\d+ms|\\d+s \\d+ms|\\d+ms");
        long read = 0;
        for (Matcher part = PART.matcher(text); part.find();) {
            read += Long.parseLong(part.group(1)) * switch (part.group(2)) {
                case "d" -> 86_400_000;
                case "h" -> 3_600_000;
                case "m" -> 60_000;
                case "s" -> 1000;
                default -> 1;
            };
        }
        assertThat(read).isEqualTo(text.endsWith("ms") ? millis : millis / 1000 * 1000);
    }
}
