package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HeapTrimmerTest {

    private static final long MIB = 1 << 20;
    private static final Duration IDLE = Duration.ofMillis(5);
    private static final Duration WORK = Duration.ofMillis(60);

    private long live = 10 * MIB;
    private long used = live;
    private long cpu;
    private long nanos = Long.MAX_VALUE - 1_000_000_000;
    private int collections;
    private final HeapTrimmer trimmer = new HeapTrimmer(() -> used, () -> {
        used = live;
        collections++;
    }, () -> cpu, () -> nanos);

    @Test
    void collectsTwiceWhatLivesAndSixteenMebibytesWhenQuiet() {
        collectOnce();
        used = 36 * MIB;
        seconds(600, IDLE);
        assertThat(collections).isZero();
        used++;
        seconds(1, IDLE);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void waitsUntilTheLoopIsQuiet() {
        collectOnce();
        used = 40 * MIB;
        seconds(600, WORK);
        assertThat(collections).isZero();
        seconds(9, IDLE);
        assertThat(collections).isZero();
        seconds(1, WORK);
        seconds(9, IDLE);
        assertThat(collections).isZero();
        seconds(1, IDLE);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void collectsQuietLoopsAtMostOnceInFiveMinutes() {
        collectOnce();
        for (int second = 0; second < 1200; second++) {
            used = 40 * MIB;
            seconds(1, IDLE);
        }
        assertThat(collections).isEqualTo(4);
    }

    /** A neighbor that is never silent must not take all memory that the collector may have. */
    @Test
    void collectsThreeTimesWhatLivesUnderWork() {
        collectOnce();
        used = 46 * MIB;
        seconds(600, WORK);
        assertThat(collections).isZero();
        used++;
        seconds(1, WORK);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void collectsLargeTablesNoMoreOften() {
        live = 500 * MIB;
        collectOnce();
        used = 1516 * MIB;
        seconds(600, WORK);
        assertThat(collections).isZero();
        used++;
        seconds(1, WORK);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void noticesAtTheNextCollectionWhatHasShrunk() {
        live = 500 * MIB;
        collectOnce();
        live = 10 * MIB;
        used = 1017 * MIB;
        seconds(600, IDLE);
        assertThat(collections).isEqualTo(1);
        used = 40 * MIB;
        seconds(600, IDLE);
        assertThat(collections).isEqualTo(2);
    }

    /** As after a start: what lives is not known before the first collection. */
    private void collectOnce() {
        used = live + 17 * MIB;
        seconds(1, WORK);
        assertThat(collections).isEqualTo(1);
        collections = 0;
        // So long that a quiet loop may be collected again.
        seconds(600, WORK);
    }

    private void seconds(int count, Duration loopCpuPerSecond) {
        for (int second = 0; second < count; second++) {
            cpu += loopCpuPerSecond.toNanos();
            nanos += 1_000_000_000;
            trimmer.trim();
        }
    }
}
