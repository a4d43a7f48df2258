package io.ddm.fsm.delay;

/**
 * The delay of one peer as it was reported last, and when another one is worth a report: past
 * the {@link DeadBand}, and not too often. What is reported changes
 * weights and is advertised to other routers, so noise must stay here.
 */
final class DelayReport {

    /** Between two reports of a changed delay, 1 s: what a routing table of many thousand prefixes can follow. */
    static final long MIN_REPORT_NANOS = 1_000_000_000L;

    private PathDelay reported = PathDelay.UNKNOWN;
    private long reportedAt;
    private boolean isFirst = true;

    /** Whether another delay may be reported by now. */
    boolean isAllowed(long now) {
        return isFirst || now - reportedAt >= MIN_REPORT_NANOS;
    }

    /** Whether a delay is to be reported. */
    boolean isDue(PathDelay delay) {
        return !DeadBand.isSame(delay, reported);
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
