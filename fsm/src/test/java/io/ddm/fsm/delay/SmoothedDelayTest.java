package io.ddm.fsm.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps towards what is measured, alone and in a loop in which traffic changes what is measured. */
class SmoothedDelayTest {

    private static final int SECONDS = 1200;

    /** A path as a queue: its delay without load, in microseconds, and what it can carry. */
    private record Queue(long delay, long capacity) {
        PathDelay under(long traffic) {
            return PathDelay
                    .ofMicros(traffic >= capacity ? PathDelay.MAX_MICROS : delay * capacity / (capacity - traffic));
        }
    }

    /** The weights in the second half of the time: how often they changed, and the largest swing of a share. */
    private record Swing(int changes, double share) {}

    private static List<Queue> queues(String name) {
        return switch (name) {
            case "alike" -> List.of(new Queue(200, 1000), new Queue(200, 1000));
            case "unlike" -> List.of(new Queue(200, 1000), new Queue(400, 800));
            case "far" -> List.of(new Queue(2000, 1000), new Queue(20_000, 1000));
            case "three" -> List.of(new Queue(200, 1000), new Queue(300, 700), new Queue(500, 1000));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void followsWithinSeconds() {
        SmoothedDelay delay = SmoothedDelay.at(PathDelay.ofMicros(20_000));
        int steps = 0;
        while (!delay.isSettled(PathDelay.ofMicros(2000)) || delay.isMoving()) {
            delay = delay.step(PathDelay.ofMicros(2000));
            steps++;
        }
        assertThat(steps).isLessThan(9);
        assertThat(delay.used().micros()).as("close, not just within the dead band").isBetween(1900L, 2100L);
    }

    @Test
    void staysWithinTheDeadBand() {
        SmoothedDelay delay = SmoothedDelay.at(PathDelay.ofMicros(1000));
        assertThat(delay.isSettled(PathDelay.ofMicros(1240))).isTrue();
        assertThat(delay.step(PathDelay.ofMicros(1240))).isEqualTo(delay);
        assertThat(delay.isSettled(PathDelay.ofMicros(1300))).isFalse();
    }

    @Test
    void takesWhatBecomesKnownOrUnknownAtOnce() {
        SmoothedDelay known = SmoothedDelay.UNKNOWN.step(PathDelay.ofMicros(700));
        assertThat(known.used()).isEqualTo(PathDelay.ofMicros(700));
        assertThat(known.step(PathDelay.UNKNOWN).used()).isEqualTo(PathDelay.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"alike,10", "alike,75", "alike,97", "unlike,10", "unlike,50", "unlike,75", "far,10", "far,50", "far,75",
            "three,10", "three,50", "three,75"})
    void settlesUpToAGainOfThree(String queues, int load) {
        assertThat(swing(queues(queues), load, true)).as("gain %.1f", load / (100.0 - load))
                .isEqualTo(new Swing(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"unlike,90", "unlike,97", "far,85", "far,90", "far,97", "three,85", "three,90", "three,97"})
    void movesLittleOnFullPaths(String queues, int load) {
        assertThat(swing(queues(queues), load, true).share()).isLessThan(0.17);
    }

    /** That the tests above can fail: whole steps swing between all and nothing where half steps settle. */
    @ParameterizedTest
    @ValueSource(strings = {"unlike", "far", "three"})
    void wholeStepsOscillate(String queues) {
        assertThat(swing(queues(queues), 50, false).share()).isGreaterThan(0.2);
    }

    /**
     * @param load of all queues together, in percent of what they can carry
     */
    private static Swing swing(List<Queue> queues, int load, boolean smoothed) {
        long traffic = queues.stream().mapToLong(Queue::capacity).sum() * load / 100;
        List<SmoothedDelay> used = new ArrayList<>();
        // All but the first were slower for a while.
        queues.forEach(queue -> used
                .add(SmoothedDelay.at(PathDelay.ofMicros(used.isEmpty() ? queue.delay : queue.delay * 10))));
        int[] weights = new int[queues.size()];
        Arrays.fill(weights, 1);
        int changes = 0;
        double[] least = new double[weights.length];
        double[] most = new double[weights.length];
        Arrays.fill(least, 1);
        for (int second = 0; second < SECONDS; second++) {
            int sum = Arrays.stream(weights).sum();
            for (int i = 0; i < weights.length; i++) {
                PathDelay measured = queues.get(i).under(traffic * weights[i] / sum);
                used.set(i, smoothed ? used.get(i).step(measured) : SmoothedDelay.at(measured));
            }
            int[] next = DelayWeights.of(used.stream().map(SmoothedDelay::used).toList());
            for (int i = 0; second >= SECONDS / 2 && i < next.length; i++) {
                double share = (double) next[i] / Arrays.stream(next).sum();
                least[i] = Math.min(least[i], share);
                most[i] = Math.max(most[i], share);
            }
            changes += second >= SECONDS / 2 && !Arrays.equals(next, weights) ? 1 : 0;
            weights = next;
        }
        double swing = 0;
        for (int i = 0; i < weights.length; i++) {
            swing = Math.max(swing, most[i] - least[i]);
        }
        return new Swing(changes, swing);
    }
}
