package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTest {

    private static PathDelay us(long micros) {
        return PathDelay.ofMicros(micros);
    }

    @ParameterizedTest(name = "{0} us beside {1} us, used: {2}")
    @CsvSource({"800, 1000, false, true", "801, 1000, false, false", "801, 1000, true, true", "999, 1000, true, true",
            "1000, 1000, true, false", "0, 0, true, false", "10000000, 10000000, true, false"})
    void admitsWhatIsFasterByEnoughAndKeepsWhatIsFaster(long longer, long shortest, boolean isUsed, boolean admits) {
        assertThat(new Slack(20).admits(us(longer), us(shortest), isUsed)).isEqualTo(admits);
    }

    @Test
    void comparesKnownDelaysOnly() {
        assertThat(new Slack(1).admits(PathDelay.UNKNOWN, us(1000), true)).isFalse();
        assertThat(new Slack(1).admits(us(1), PathDelay.UNKNOWN, true)).isFalse();
    }

    @Test
    void withoutSlackNothingLongerIsUsed() {
        assertThat(Slack.NONE.admits(us(1), us(1000), true)).isFalse();
        assertThat(Slack.NONE.isAny()).isFalse();
    }

    @Test
    void isAtMostNinetyNinePercent() {
        assertThat(new Slack(99).isAny()).isTrue();
        assertThatThrownBy(() -> new Slack(100)).hasMessage("the slack is 0 to 99 percent, not 100");
        assertThatThrownBy(() -> new Slack(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
