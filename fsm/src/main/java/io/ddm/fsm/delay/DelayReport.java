package io.ddm.fsm.delay;

/**
 * The delay of one peer as it was reported last, and when another one is worth a report: past the {@link DeadBand}, and
 * not too often. What is reported changes weights and is advertised to other routers, so noise must stay here.
 *
 * <p>A delay that has moved is reported until the report is close: the first one comes while the average is still on
 * its way, and would otherwise stay up to a dead band from where the delay comes to rest, so that two paths that are
 * alike again would not get equal weights.
 */
final class DelayReport {

    /** Between two reports of a changed delay, 1 s: what a routing table of many thousand prefixes can follow. */
    static final long MIN_REPORT_NANOS = 1_000_000_000L;

    private PathDelay reported = PathDelay.UNKNOWN;
    private long reportedAt;
    private boolean isFirst = true;
    private boolean isMoving;

    /** Whether another delay may be reported by now. */
    boolean isAllowed(long now) {
        return isFirst || now - reportedAt >= MIN_REPORT_NANOS;
    }

    /** Whether a delay is to be reported, now that it may be. */
    boolean isDue(PathDelay delay) {
        isMoving &= !DeadBand.isClose(delay, reported);
        return isMoving || !DeadBand.isSame(delay, reported);
    }

    void reported(PathDelay delay, long now) {
        // One that was always unknown delays no first one.
        if (!delay.equals(reported)) {
            // What was unknown has an average of its first samples.
            isMoving = delay.isKnown();
            reported = delay;
            reportedAt = now;
            isFirst = false;
        }
    }

    PathDelay reported() {
        return reported;
    }
}
