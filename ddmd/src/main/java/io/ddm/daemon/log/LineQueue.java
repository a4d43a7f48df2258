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
 * An output stream that never blocks its writers: lines wait in a bounded queue for the one thread that writes them. A
 * line that finds the queue full is dropped and counted; when there is room again, the number is reported once. A line
 * that cannot be written (full disk, closed pipe) is dropped and counted too, and the next one is tried after a pause
 * that doubles with each failure; the loss is reported after a write has succeeded.
 */
final class LineQueue extends OutputStream {

    /** Lines that may wait; with {@link #MAX_LINE_BYTES} at most 2.5 MiB. */
    static final int CAPACITY = 1024;

    /** What is longer is cut: a message of {@link LogLine#MAX_MESSAGE_BYTES} with everything before and after it. */
    static final int MAX_LINE_BYTES = 2560;

    private static final byte[] CUT = "...".getBytes(StandardCharsets.US_ASCII);

    /** How often {@link #drain} looks, in ms. */
    private static final long LOOK_MS = 2;

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
     * @param sink where lines go; may block for ever
     * @param lossReport told how many lines were dropped since it was last told; on the writing thread, which it must
     *     not block
     */
    LineQueue(OutputStream sink, LongConsumer lossReport) {
        this.sink = sink;
        this.lossReport = lossReport;
    }

    /** Begins to write. The thread keeps no process alive. */
    LineQueue start() {
        Thread.ofPlatform().name("log").daemon().start(this::writeLines);
        return this;
    }

    /** How many lines were dropped, ever: since the queue was full, or since they could not be written. */
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
     * Waits until everything is written, for a bounded time.
     *
     * @return whether it is
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
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
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
