package io.ddm.daemon.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of {@code --record}: receives the lines of a recording from its first event on and writes them on a thread
 * of its own. When the disk is slow or full, lines are lost, and the file says how many events; it goes on with the
 * next state of the router.
 */
public final class RecordingFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.recorder");

    /** What may wait for the disk, in bytes. */
    static final long MAX_WAITING_BYTES = 16L * 1024 * 1024;

    /** The file grows to this size and no further, in bytes. */
    static final long MAX_FILE_BYTES = 4L * 1024 * 1024 * 1024;

    /** The disk may take so long for a block of a state. */
    private static final Duration STATE_WAIT = Duration.ofSeconds(1);

    /** What the end waits for the disk. */
    private static final Duration END_WAIT = Duration.ofMillis(200);

    private final Path path;
    private final FileChannel channel;
    private final long maxBytes;
    private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(4096);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong lostEvents = new AtomicLong();
    private final Thread writer;
    private volatile long size;
    private volatile boolean failing;
    private volatile boolean full;
    private volatile boolean closed;

    /** Lines that belong together, and how many events they hold. */
    private static final class Block {
        private final byte[] lines;
        private final long events;

        Block(byte[] lines, long events) {
            this.lines = lines;
            this.events = events;
        }
    }

    private RecordingFile(Path path, FileChannel channel, long maxBytes) throws IOException {
        this.path = path;
        this.channel = channel;
        this.maxBytes = maxBytes;
        this.size = wholeLines(channel);
        cut(size);
        this.writer = Thread.ofPlatform().daemon().name("ddm-record").unstarted(this::write);
    }

    /**
     * Opens a recording to append to it, or a new file, which is created for its owner only.
     *
     * @throws IOException if that is not possible, or if what is there is not a recording of ours alone; such a file
     *     stays as it is. The message names the path, unless it is the JDK's
     */
    public static RecordingFile open(Path path) throws IOException {
        return open(path, MAX_FILE_BYTES);
    }

    static RecordingFile open(Path path, long maxBytes) throws IOException {
        FileChannel channel = RecordingAccess.open(path);
        try {
            return on(path, channel, maxBytes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static RecordingFile on(Path path, FileChannel channel, long maxBytes) throws IOException {
        RecordingFile file = new RecordingFile(path, channel, maxBytes);
        file.writer.start();
        return file;
    }

    /**
     * Appends lines that belong together, soon.
     *
     * @param events how many events they hold
     * @return whether they were accepted; if not, the file has a gap
     */
    boolean append(byte[] lines, long events) {
        boolean fits = !failing && !closed
                && (waitingBytes.get() == 0 || waitingBytes.get() + lines.length <= MAX_WAITING_BYTES);
        if (fits && waiting.offer(new Block(lines, events))) {
            waitingBytes.addAndGet(lines.length);
            return true;
        }
        lostEvents.addAndGet(events);
        return false;
    }

    /**
     * Appends lines of a state, which may wait for the disk up to {@link #STATE_WAIT}.
     *
     * @throws IOException if they were not accepted: the state in the file is cut
     */
    void appendState(byte[] lines) throws IOException {
        long begin = System.nanoTime();
        while (waitingBytes.get() > MAX_WAITING_BYTES / 2 && !failing && !closed) {
            if (System.nanoTime() - begin > STATE_WAIT.toNanos()) {
                throw new IOException("the disk is too slow");
            }
            LockSupport.parkNanos(this, 1_000_000);
        }
        if (!append(lines, 0)) {
            throw new IOException("the file takes no more");
        }
    }

    /** These events are not written. */
    void lose(long events) {
        lostEvents.addAndGet(events);
    }

    /** Events that did not come to the file. */
    public long lostEvents() {
        return lostEvents.get();
    }

    /** The size of the file, in bytes. */
    public long size() {
        return size;
    }

    /** The channel is closed here: closing it from elsewhere would wait for a write that hangs. */
    private void write() {
        try (channel) {
            while (!closed || !waiting.isEmpty()) {
                Block block = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (block != null) {
                    write(block);
                    waitingBytes.addAndGet(-block.lines.length);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("closing {}: {}", path, e.getMessage());
        }
    }

    private void write(Block block) {
        boolean fits = size + block.lines.length <= maxBytes;
        if (!fits) {
            full = true;
        }
        if (!fits || failing) {
            lostEvents.addAndGet(block.events);
            failed(fits ? "" : "the file has reached " + maxBytes + " bytes");
            return;
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(block.lines);
            long end = size;
            while (rest.hasRemaining()) {
                end += channel.write(rest, end);
            }
            size = end;
        } catch (IOException e) {
            lostEvents.addAndGet(block.events);
            failed(String.valueOf(e.getMessage()));
            cut(size);
        }
    }

    private void failed(String reason) {
        if (!failing && !reason.isEmpty()) {
            LOG.error("recording to {} pauses: {}; what is recorded meanwhile is lost", path, reason);
        }
        failing = true;
    }

    /** A line that was written in part would make the file unreadable. */
    private void cut(long whole) {
        try {
            channel.truncate(whole);
        } catch (IOException e) {
            LOG.error("cannot remove the rest of a line from {}: {}", path, e.getMessage());
        }
    }

    /** The end of the last whole line: a process that was killed may have left a part of one. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        for (long end = channel.size(); end > 0;) {
            long start = Math.max(0, end - block.capacity());
            block.clear().limit((int) (end - start));
            channel.read(block, start);
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    /** Waits until all is written, for {@link #END_WAIT} at the longest. */
    void flush() {
        long begin = System.nanoTime();
        while (waitingBytes.get() > 0 && System.nanoTime() - begin < END_WAIT.toNanos()) {
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    /** Tries again after a failure: the caller continues with a state. A file that is full stays so. */
    void retry() {
        failing = full;
    }

    /** Whether the file has reached its bound, so that it takes nothing more. */
    boolean isFull() {
        return full;
    }

    /** Writes what waits and closes the file. Returns after {@link #END_WAIT} at the latest, whatever the disk does. */
    @Override
    public void close() {
        closed = true;
        waiting.offer(new Block(new byte[0], 0)); // so that a writer with nothing to do ends at once
        try {
            if (!writer.join(END_WAIT)) {
                LOG.warn("{} has not all of the last events: the disk is too slow", path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
