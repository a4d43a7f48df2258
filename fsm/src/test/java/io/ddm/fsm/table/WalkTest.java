package io.ddm.fsm.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final int CALLS = 100_000;

    private final Walk<Integer> walk = new Walk<>(Comparator.naturalOrder(), List.of(1, 2, 3));

    @Test
    void endsAfterItsLastKey() {
        assertThat(walk.next()).isEqualTo(1);
        assertThat(walk.left()).containsExactly(2, 3);
        assertThat(walk.next()).isEqualTo(2);
        assertThat(walk.next()).isEqualTo(3);
        assertThat(walk.hasNext()).isFalse();
        assertThat(walk.left()).isEmpty();
    }

    /** Each event asks each session several times whether its walks are over. */
    @Test
    void asksWithoutCostWhenItIsOver() {
        walk.forEachRemaining(key -> assertThat(key).isPositive());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int more = 0;
        for (int i = 0; i < CALLS; i++) {
            more += walk.hasNext() ? 1 : 0;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes").isLessThan(CALLS);
        assertThat(more).isZero();
    }
}
