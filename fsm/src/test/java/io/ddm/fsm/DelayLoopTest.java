package io.ddm.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.DelayWeights;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.delay.SmoothedDelay;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traffic that follows delay changes it: weights settle, also if traffic follows them late. In the kernel it does so
 * 3 s late, when busy flows move, and what is measured then is an average.
 */
class DelayLoopTest {

    private static final int SECONDS = 1200;
    /** Seconds until busy flows follow, at least, and until that has shown in what is measured, at most. */
    private static final int MIN_LAG = 3;
    private static final int LAG = 5;

    /** A path as a queue: its delay without load, in microseconds, and what it can carry. */
    private record Queue(long delay, long capacity) {
        PathDelay under(long traffic) {
            return PathDelay
                    .ofMicros(traffic >= capacity ? PathDelay.MAX_MICROS : delay * capacity / (capacity - traffic));
        }
    }

    /** The weights in the second half of the time: how often they changed, and the largest swing of a share. */
    private record Swing(int changes, double share) {}

    /** How the delays in use follow what is measured, once a second. */
    private interface Following {
        List<PathDelay> used(List<PathDelay> measured, Instant now);
    }

    private static final class ByHops implements Following {
        private final HopDelays hops = new HopDelays();

        @Override
        public List<PathDelay> used(List<PathDelay> measured, Instant now) {
            List<PathDelay> used = new ArrayList<>();
            for (int i = 0; i < measured.size(); i++) {
                hops.probed(new PeerProbe("p" + i, 1, ProbeState.OK, measured.get(i)));
            }
            hops.step(now);
            for (int i = 0; i < measured.size(); i++) {
                used.add(hops.used("p" + i, 1));
            }
            return used;
        }
    }

    private static final class EverySecond implements Following {
        private final List<SmoothedDelay> smoothed = new ArrayList<>();

        @Override
        public List<PathDelay> used(List<PathDelay> measured, Instant now) {
            for (int i = 0; i < measured.size(); i++) {
                if (smoothed.size() == i) {
                    smoothed.add(SmoothedDelay.at(measured.get(i)));
                }
                smoothed.set(i, smoothed.get(i).step(measured.get(i)));
            }
            return smoothed.stream().map(SmoothedDelay::used).toList();
        }
    }

    private static List<Queue> queues(String name) {
        return switch (name) {
            case "alike" -> List.of(new Queue(200, 1000), new Queue(200, 1000));
            case "unlike" -> List.of(new Queue(200, 1000), new Queue(400, 800));
            case "far" -> List.of(new Queue(2000, 1000), new Queue(20_000, 1000));
            case "three" -> List.of(new Queue(200, 1000), new Queue(300, 700), new Queue(500, 1000));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({"alike,10", "alike,50", "alike,75", "unlike,10", "unlike,50", "unlike,75", "far,10", "far,50", "far,75",
            "three,10", "three,50", "three,75"})
    void settlesUpToAGainOfThree(String queues, int load) {
        for (int lag = 0; lag <= LAG; lag++) {
            assertThat(swing(queues(queues), load, lag, new ByHops()))
                    .as("gain %.1f, traffic %s s late", load / (100.0 - load), lag)
                    .isEqualTo(new Swing(0, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"alike,90", "alike,97", "unlike,90", "unlike,97", "far,85", "far,90", "far,97", "three,85", "three,90",
            "three,97"})
    void movesLittleOnFullPaths(String queues, int load) {
        for (int lag = MIN_LAG; lag <= LAG; lag++) {
            assertThat(swing(queues(queues), load, lag, new ByHops()).share()).as("traffic %s s late", lag)
                    .isLessThan(0.2);
        }
    }

    /** That the tests above can fail: whole steps swing between all and nothing where half steps settle. */
    @ParameterizedTest
    @ValueSource(strings = {"unlike", "far", "three"})
    void wholeStepsSwing(String queues) {
        assertThat(swing(queues(queues), 50, 0, (measured, now) -> measured).share()).isGreaterThan(0.2);
    }

    /** And steps each second swing if traffic follows later than that. */
    @ParameterizedTest
    @ValueSource(strings = {"alike", "unlike", "far", "three"})
    void stepsEachSecondSwingIfTrafficIsLate(String queues) {
        assertThat(swing(queues(queues), 75, LAG, new EverySecond()).share()).isGreaterThan(0.4);
    }

    /**
     * @param load of all queues together, in percent of what they can carry
     * @param lag seconds until traffic follows weights
     */
    private static Swing swing(List<Queue> queues, int load, int lag, Following following) {
        long traffic = queues.stream().mapToLong(Queue::capacity).sum() * load / 100;
        // All but the first were slower for a while.
        List<PathDelay> before = new ArrayList<>();
        queues.forEach(queue -> before.add(PathDelay.ofMicros(before.isEmpty() ? queue.delay : queue.delay * 10)));
        following.used(before, Instant.EPOCH);
        int[] weights = new int[queues.size()];
        Arrays.fill(weights, 1);
        Deque<int[]> underWay = new ArrayDeque<>();
        for (int i = 0; i <= lag; i++) {
            underWay.add(weights);
        }
        int changes = 0;
        double[] least = new double[weights.length];
        double[] most = new double[weights.length];
        Arrays.fill(least, 1);
        for (int second = 1; second <= SECONDS; second++) {
            int[] carrying = underWay.remove();
            int sum = Arrays.stream(carrying).sum();
            List<PathDelay> measured = new ArrayList<>();
            for (int i = 0; i < weights.length; i++) {
                measured.add(queues.get(i).under(traffic * carrying[i] / sum));
            }
            int[] next = DelayWeights.of(following.used(measured, Instant.EPOCH.plusSeconds(second)));
            underWay.add(next);
            for (int i = 0; second > SECONDS / 2 && i < next.length; i++) {
                double share = (double) next[i] / Arrays.stream(next).sum();
                least[i] = Math.min(least[i], share);
                most[i] = Math.max(most[i], share);
            }
            changes += second > SECONDS / 2 && !Arrays.equals(next, weights) ? 1 : 0;
            weights = next;
        }
        double swing = 0;
        for (int i = 0; i < weights.length; i++) {
            swing = Math.max(swing, most[i] - least[i]);
        }
        return new Swing(changes, swing);
    }
}
