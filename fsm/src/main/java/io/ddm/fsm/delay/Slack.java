package io.ddm.fsm.delay;

/**
 * When a path that is one hop longer than the shortest ones is used beside them: if it is faster by so much. One in use
 * stays until it is no longer faster, since its own traffic slows it down.
 *
 * @param percent by how much its delay has to be smaller than that of the fastest of the shortest paths; 0 for no such
 *     paths
 */
public record Slack(int percent) {

    /** The largest one: a path that needs less than a hundredth of the time is as good as unheard of. */
    public static final int MAX_PERCENT = 99;

    /** Only the shortest paths are used. */
    public static final Slack NONE = new Slack(0);

    /**
     * @throws IllegalArgumentException if it is not 0 to {@link #MAX_PERCENT}
     */
    public Slack {
        if (percent < 0 || percent > MAX_PERCENT) {
            throw new IllegalArgumentException("the slack is 0 to " + MAX_PERCENT + " percent, not " + percent);
        }
    }

    /** Whether longer paths are used at all. */
    public boolean isAny() {
        return percent > 0;
    }

    /**
     * Whether a longer path is used.
     *
     * @param shortest the delay of the fastest of the shortest paths; no longer path is used if it is unknown
     * @param isUsed whether the longer one is used now
     */
    public boolean admits(PathDelay longer, PathDelay shortest, boolean isUsed) {
        if (!isAny() || !longer.isKnown() || !shortest.isKnown()) {
            return false;
        }
        return longer.micros() < shortest.micros()
                && (isUsed || longer.micros() * 100 <= shortest.micros() * (100 - percent));
    }
}
