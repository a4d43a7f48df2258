package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which delays of a peer are reported. Time goes on by a tenth of a second with each value. */
final class DelayReportTest {

    private static final long STEP_NANOS = DelayReport.MIN_REPORT_NANOS / 10;

    private final DelayReport report = new DelayReport();
    private long now;

    private List<Long> reported(long... micros) {
        List<Long> reported = new ArrayList<>();
        for (long delay : micros) {
            now += STEP_NANOS;
            if (report.isAllowed(now) && report.isDue(PathDelay.ofMicros(delay))) {
                report.reported(PathDelay.ofMicros(delay), now);
                reported.add(delay);
            }
        }
        return reported;
    }

    private List<Long> thirtyTimes(long micros) {
        long[] same = new long[30];
        Arrays.fill(same, micros);
        return reported(same);
    }

    @Test
    void followsMoveToItsEnd() {
        assertThat(thirtyTimes(20_000)).containsExactly(20_000L);
        // An average on its way down; 2,450 is within the dead band around what it comes to.
        assertThat(reported(14_000, 9_000, 6_000, 4_000, 3_200, 2_900, 2_700, 2_600, 2_550, 2_500, 2_450, 2_400))
                .containsExactly(14_000L, 2_450L);
        assertThat(thirtyTimes(2_000)).as("and does not stay a fifth above").containsExactly(2_000L);
    }

    @Test
    void ignoresNoiseAfterMove() {
        assertThat(thirtyTimes(2_000)).containsExactly(2_000L);
        assertThat(thirtyTimes(2_450)).isEmpty();
        assertThat(thirtyTimes(1_650)).isEmpty();
        assertThat(thirtyTimes(2_600)).containsExactly(2_600L);
        assertThat(thirtyTimes(2_100)).isEmpty();
    }

    @Test
    void reportsAtMostOnceASecond() {
        assertThat(reported(1_000, 9_000, 9_000, 9_000)).containsExactly(1_000L);
        assertThat(thirtyTimes(9_000)).containsExactly(9_000L);
    }
}
