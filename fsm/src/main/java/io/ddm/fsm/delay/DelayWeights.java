package io.ddm.fsm.delay;

import java.util.Arrays;
import java.util.List;

/**
 * Weights by delay: a path with half the delay gets twice the traffic. They are small numbers, so that few distinct
 * sets of them exist and a small change of a delay mostly changes none.
 */
public final class DelayWeights {

    /**
     * The weight of the fastest path. Rounding changes the share of a path that is up to 20 times slower by less than a
     * seventh; one that is more than 42 times slower gets 1.
     */
    public static final int MAX_WEIGHT = 64;

    private DelayWeights() {}

    /**
     * The weights of paths with these delays, in their order, 1 to {@value #MAX_WEIGHT}. All are 1 if one delay is
     * unknown, since it cannot be compared, or if all are the same for us ({@link DeadBand}).
     */
    public static int[] of(List<PathDelay> delays) {
        int[] weights = new int[delays.size()];
        long least = least(delays);
        boolean isEqual = true;
        for (int i = 0; i < weights.length; i++) {
            long delay = delays.get(i).micros();
            boolean isFastest = least < 0 || DeadBand.isSame(least, delay);
            isEqual &= isFastest;
            weights[i] = isFastest
                    ? MAX_WEIGHT
                    : Math.toIntExact(Math.max(1, (MAX_WEIGHT * least + delay / 2) / delay));
        }
        if (isEqual) {
            Arrays.fill(weights, 1);
        }
        return weights;
    }

    /** The smallest delay, at least a microsecond; -1 if one is unknown. */
    private static long least(List<PathDelay> delays) {
        long least = Long.MAX_VALUE;
        for (PathDelay delay : delays) {
            if (!delay.isKnown()) {
                return -1;
            }
            least = Math.min(least, Math.max(1, delay.micros()));
        }
        return least;
    }
}
