package io.ddm.fsm.delay;

/**
 * The delay of one peer as it was reported last, and when another one is worth a report. What is reported changes
 * weights and is advertised to other routers, so noise must stay here.
 */
final class DelayReport {

    /**
     * The dead band in percent of the reported delay: averages over eight samples of a link whose samples vary by half
     * stay within it.
     */
    static final int DEAD_BAND_PERCENT = 25;

    /**
     * The dead band in microseconds: what interrupts and the scheduler of a busy peer add to a round trip, and too
     * little to choose another path for.
     */
    static final long DEAD_BAND_MICROS = 50;

    /** Between two reports of a changed delay, 1 s: what a routing table of many thousand prefixes can follow. */
    static final long MIN_REPORT_NANOS = 1_000_000_000L;

    private PathDelay reported = PathDelay.UNKNOWN;
    private long reportedAt;
    private boolean isFirst = true;

    /** Whether a delay is to be reported. */
    boolean isDue(PathDelay delay, long now) {
        if (delay.equals(reported) || (!isFirst && now - reportedAt < MIN_REPORT_NANOS)) {
            return false;
        }
        if (!delay.isKnown() || !reported.isKnown()) {
            return true;
        }
        long change = Math.abs(delay.micros() - reported.micros());
        return change > DEAD_BAND_MICROS && change * 100 > reported.micros() * DEAD_BAND_PERCENT;
    }

    void reported(PathDelay delay, long now) {
        // One that was always unknown delays no first one.
        if (!delay.equals(reported)) {
            reported = delay;
            reportedAt = now;
            isFirst = false;
        }
    }

    PathDelay reported() {
        return reported;
    }
}
