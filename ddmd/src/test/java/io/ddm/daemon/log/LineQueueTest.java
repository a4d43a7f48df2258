package io.ddm.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class LineQueueTest {

    /** A pipe whose reader stands still until it is released. */
    private static final class StuckPipe extends OutputStream {
        private final CountDownLatch released = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("lines are written whole");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (this) {
                written.writeBytes(bytes);
            }
        }

        synchronized String text() {
            return written.toString(UTF_8);
        }
    }

    private final StuckPipe pipe = new StuckPipe();
    private final List<Long> reports = new CopyOnWriteArrayList<>();
    private final LineQueue queue = new LineQueue(pipe, reports::add).start();

    @Test
    void stalledReaderLosesLinesWithoutBlocking() {
        int lines = 10 * LineQueue.CAPACITY;
        long start = System.nanoTime();
        for (int i = 0; i < lines; i++) {
            line("line " + i);
        }
        assertThat(queue.drain(Duration.ofMillis(50))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        // One is being written.
        assertThat(queue.dropped()).isBetween(lines - LineQueue.CAPACITY - 1L, (long) lines - LineQueue.CAPACITY);
        assertThat(reports).isEmpty();

        pipe.released.countDown();
        await().untilAsserted(() -> assertThat(reports).containsExactly(queue.dropped()));
        assertThat(queue.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(pipe.text().lines()).hasSize(lines - (int) queue.dropped()).startsWith("line 0", "line 1");
        line("afterwards");
        assertThat(queue.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(pipe.text()).endsWith("\nafterwards\n");
        assertThat(reports).hasSize(1);
    }

    @Test
    void cutsLongLinesAndDrainsUnfinishedLine() {
        pipe.released.countDown();
        line("x".repeat(1_000_000));
        queue.write("no line feed".getBytes(UTF_8), 0, 12);
        assertThat(queue.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(pipe.text()).isEqualTo("x".repeat(LineQueue.MAX_LINE_BYTES) + "...\nno line feed\n");
    }

    /** A full disk: as long as it is full, each write fails. */
    private static final class FullDisk extends OutputStream {
        private final AtomicInteger attempts = new AtomicInteger();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean full = true;

        @Override
        public void write(int b) {
            throw new AssertionError("lines are written whole");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            attempts.incrementAndGet();
            if (full) {
                throw new IOException("No space left on device");
            }
            synchronized (this) {
                written.writeBytes(bytes);
            }
        }

        synchronized String text() {
            return written.toString(UTF_8);
        }
    }

    @Test
    void backsOffAndReportsNothingWhileWritesFail() {
        FullDisk disk = new FullDisk();
        AtomicReference<LineQueue> itself = new AtomicReference<>();
        // As the daemon does: the report is a line of the log.
        LineQueue failing = new LineQueue(disk,
                lost -> line(Objects.requireNonNull(itself.get(), "set before the start"),
                        lost + " lines were dropped"));
        itself.set(failing);
        failing.start();
        for (int i = 0; i < 10; i++) {
            line(failing, "line " + i);
        }
        await().until(() -> disk.attempts.get() > 0);
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(disk.attempts.get()).as("further writes wait for a second").isLessThan(5);
        disk.full = false;
        await().untilAsserted(
                () -> assertThat(disk.text()).endsWith("line 9\n" + failing.dropped() + " lines were dropped\n"));
        assertThat(failing.dropped()).as("one for each failed write")
                .isEqualTo(disk.attempts.get() - disk.text().lines().count())
                .isLessThan(5);
    }

    private void line(String text) {
        line(queue, text);
    }

    private static void line(LineQueue queue, String text) {
        byte[] bytes = (text + "\n").getBytes(UTF_8);
        queue.write(bytes, 0, bytes.length);
    }
}
