package io.ddm.interop.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a direction does to frames, in a time that the test moves. */
final class DirectionTest {

    private static final long MS = 1_000_000;
    private static final int BYTES = 1250;

    private final Arena arena = Arena.ofConfined();
    private final Ends ends = new Ends();
    private long now = -5 * MS; // the clock's zero is nothing special
    private final Direction direction = new Direction(ends, ends, () -> now, 1, arena);

    /** Frames hold their number, and the number and time of each that leaves is kept. */
    private final class Ends implements Port {

        private final Queue<Integer> arriving = new ArrayDeque<>();
        private final List<Integer> left = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private int length = BYTES;
        private boolean refuses;

        @Override
        public int read(long address, int limit) {
            if (arriving.isEmpty()) {
                return -1;
            }
            MemorySegment.ofAddress(address).reinterpret(limit).set(ValueLayout.JAVA_INT, 0, arriving.remove());
            return Math.min(length, limit);
        }

        @Override
        public boolean write(long address, int bytes) {
            left.add(MemorySegment.ofAddress(address).reinterpret(bytes).get(ValueLayout.JAVA_INT, 0));
            times.add(now);
            return !refuses;
        }
    }

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    @Test
    void holdsFramesForDelay() {
        direction.shape(Shape.NONE.withDelay(20 * MS));
        arrive(1);
        now += MS;
        arrive(2);
        now += 19 * MS - 1;
        assertThat(direction.release()).isEqualTo(1);
        assertThat(ends.left).as("a nanosecond early").isEmpty();
        now += 1;
        assertThat(direction.release()).isEqualTo(MS);
        assertThat(ends.left).containsExactly(1);
        now += 3 * MS;
        assertThat(direction.release()).isEqualTo(Long.MAX_VALUE);
        assertThat(ends.left).containsExactly(1, 2);
        assertThat(direction.frames()).isEqualTo(2);
        assertThat(direction.lateness().maxMicros()).isEqualTo(2000);
    }

    @Test
    void jitterVariesDelayButKeepsOrder() {
        direction.shape(Shape.NONE.withDelay(5 * MS).withJitter(2 * MS));
        List<Long> arrivals = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            arrive(i);
            arrivals.add(now);
            advance(MS);
        }
        advance(10 * MS);
        assertThat(ends.left).hasSize(1000).isSorted();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            delays.add(ends.times.get(i) - arrivals.get(i));
        }
        assertThat(delays).allMatch(delay -> delay >= 3 * MS && delay <= 7 * MS);
        assertThat(direction.lateness().maxMicros()).as("a frame is not late that waits for the one before").isZero();
        assertThat(delays).anyMatch(delay -> delay < 3.5 * MS).anyMatch(delay -> delay > 6.5 * MS);
    }

    @Test
    void shorterDelayDoesNotReorder() {
        direction.shape(Shape.NONE.withDelay(20 * MS));
        arrive(1);
        direction.shape(Shape.NONE);
        arrive(2);
        direction.release();
        assertThat(ends.left).isEmpty();
        now += 20 * MS;
        direction.release();
        assertThat(ends.left).containsExactly(1, 2);
    }

    @Test
    void losesPartOfFramesAsSeedSays() {
        direction.shape(Shape.NONE.withLoss(0.3));
        Direction same = new Direction(ends, ends, () -> now, 1, arena);
        same.shape(direction.shape());
        for (int i = 0; i < 10_000; i++) {
            arrive(i);
            direction.release();
            ends.arriving.add(i);
            same.receive();
            same.release();
        }
        // Five standard deviations of the binomial distribution.
        assertThat(direction.lost()).isBetween(2771L, 3229L).isEqualTo(same.lost());
        assertThat(direction.frames()).isEqualTo(10_000 - direction.lost());
    }

    @Test
    void rateSpacesFrames() {
        direction.shape(Shape.NONE.withRate(1_000_000).withDelay(3 * MS));
        long began = now;
        for (int i = 0; i < 4; i++) {
            arrive(i);
        }
        advance(50 * MS);
        assertThat(ends.times).containsExactly(began + 13 * MS, began + 23 * MS, began + 33 * MS, began + 43 * MS);
        assertThat(direction.dropped()).isZero();
    }

    @Test
    void dropsFramesThatWouldWaitTooLongForLine() {
        direction.shape(Shape.NONE.withRate(1_000_000));
        for (int i = 0; i < 100; i++) {
            arrive(i); // 10 ms each
        }
        assertThat(direction.queued()).isEqualTo((int) (Direction.MAX_BACKLOG_NANOS / (10 * MS)) + 1);
        assertThat(direction.dropped()).isEqualTo(100 - direction.queued());
        direction.shape(Shape.NONE);
        arrive(100);
        assertThat(direction.queued()).as("without limit").isEqualTo(22);
    }

    @Test
    void dropsFramesBeyondQueue() {
        direction.shape(Shape.NONE.withDelay(10_000 * MS));
        for (int i = 0; i < DelayLine.MAX_FRAMES + 7; i++) {
            arrive(i);
        }
        assertThat(direction.queued()).isEqualTo(DelayLine.MAX_FRAMES);
        assertThat(direction.dropped()).isEqualTo(7);
        advance(10_000 * MS);
        assertThat(ends.left).hasSize(DelayLine.MAX_FRAMES).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void cutDropsFramesUnderWay() {
        direction.shape(Shape.NONE.withDelay(20 * MS));
        arrive(1);
        direction.connected(false);
        arrive(2);
        direction.release();
        direction.connected(true);
        advance(100 * MS);
        assertThat(ends.left).isEmpty();
        assertThat(direction.dropped()).isEqualTo(2);
    }

    @Test
    void dropsFramesThatAreTooLongOrRefused() {
        ends.length = DelayLine.SLOT_BYTES;
        arrive(1);
        assertThat(direction.release()).isEqualTo(Long.MAX_VALUE);
        assertThat(ends.left).isEmpty();
        ends.length = BYTES;
        ends.refuses = true;
        arrive(2);
        direction.release();
        assertThat(direction.dropped()).isEqualTo(2);
        assertThat(direction.frames()).isZero();
    }

    @Test
    void allocatesNothingPerFrame() {
        Port endless = new Port() {
            @Override
            public int read(long address, int limit) {
                return BYTES;
            }

            @Override
            public boolean write(long address, int bytes) {
                return true;
            }
        };
        Direction busy = new Direction(endless, endless, () -> now += MS / 100, 1, arena);
        busy.shape(Shape.NONE.withDelay(MS).withJitter(MS / 2).withLoss(0.01).withRate(10_000_000_000L));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 4000; i++) {
            if (i == 1000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            busy.receive();
            busy.release();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(busy.frames()).isGreaterThan(100_000);
        assertThat(allocated).as("bytes for 96,000 frames").isLessThan(10_000);
    }

    private void arrive(int number) {
        ends.arriving.add(number);
        direction.receive();
    }

    /** Lets the time pass from frame to frame, so that none is late. */
    private void advance(long nanos) {
        long until = now + nanos;
        while (now < until) {
            now = Math.min(until, now + Math.min(nanos, Math.max(1, direction.release())));
        }
        direction.release();
    }
}
