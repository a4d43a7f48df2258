package io.ddm.daemon.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * An output stream that never blocks its writers: a thread writes lines from a bounded queue. Lines above the capacity
 * are dropped and counted; when there is room again, their number is reported once. A line that cannot be written (full
 * disk, closed pipe) is dropped and counted too, and the next one follows after a pause that doubles with each failure;
 * the loss is reported after the next successful write.
 */
final class LineQueue extends OutputStream {

    /** Bound on waiting lines; with {@link #MAX_LINE_BYTES} at most 2.5 MiB. */
    static final int CAPACITY = 1024;

    /** Longer lines are cut: room for a message of {@link LogLine#MAX_MESSAGE_BYTES} with its prefix. */
    static final int MAX_LINE_BYTES = 2560;

    private static final byte[] CUT = "...".getBytes(StandardCharsets.US_ASCII);

    /** Poll interval of {@link #drain}. */
    private static final long DRAIN_POLL_MS = 2;

    /** Pauses after failed writes. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final OutputStream sink;
    private final LongConsumer lossReport;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream(256);
    private long reported;

    /**
     * @param sink destination of lines; may block indefinitely
     * @param lossReport receives the number of lines dropped since its last call; runs on the writing thread, which it
     *     must not block
     */
    LineQueue(OutputStream sink, LongConsumer lossReport) {
        this.sink = sink;
        this.lossReport = lossReport;
    }

    /** Starts the writing thread, a daemon thread. */
    LineQueue start() {
        Thread.ofPlatform().name("log").daemon().start(this::writeLines);
        return this;
    }

    /** Number of dropped lines so far: the queue was full, or the write failed. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void write(int b) {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else if (partial.size() < MAX_LINE_BYTES) {
                partial.write(bytes[i]);
            } else if (partial.size() == MAX_LINE_BYTES) {
                partial.writeBytes(CUT);
            }
        }
    }

    /**
     * Waits until all lines are written, for a bounded time.
     *
     * @return whether they are
     */
    boolean drain(Duration atMost) {
        synchronized (this) {
            if (partial.size() > 0) {
                endLine();
            }
        }
        long end = System.nanoTime() + atMost.toNanos();
        while (unwritten.get() > 0 && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(DRAIN_POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return unwritten.get() == 0;
    }

    private void endLine() {
        partial.write('\n');
        unwritten.incrementAndGet();
        if (!lines.offer(partial.toByteArray())) {
            unwritten.decrementAndGet();
            dropped.incrementAndGet();
        }
        partial.reset();
    }

    private void writeLines() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                byte[] line = lines.take();
                boolean written = writeLine(line);
                if (written) {
                    // Before the line counts as written, so that a drain waits for the report too.
                    report();
                    pause = FIRST_PAUSE;
                }
                unwritten.decrementAndGet();
                if (!written) {
                    Thread.sleep(pause);
                    pause = pause.compareTo(MAX_PAUSE.dividedBy(2)) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean writeLine(byte[] line) {
        try {
            sink.write(line);
            return true;
        } catch (IOException e) {
            // There is no other place to report it, and a report here would fail in the same way.
            dropped.incrementAndGet();
            return false;
        }
    }

    /** Called when half of the queue is free, so that the report is not dropped itself. */
    private void report() {
        long now = dropped.get();
        if (now > reported && lines.size() <= CAPACITY / 2) {
            lossReport.accept(now - reported);
            reported = now;
        }
    }
}
