package io.ddm.daemon.core;

import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the router handled last, so that a fault can be replayed after it was seen: always on, at the price of a
 * queue on the event loop; lines are made and compressed on a thread of its own.
 *
 * <p>What is kept are two segments, each of which begins with the state of the router. A segment that is full or old is
 * followed by another one, and only then is the one before it dropped; so what is kept can be replayed from its first
 * line. When the thread does not keep up, events are lost, and a new segment begins with the state behind the gap.
 * After a fault, what is kept is written to a file.
 */
public final class Recorder implements AutoCloseable {

    /** Events and effects of a segment, compressed, in bytes; the state that it begins with comes on top. */
    private static final long SEGMENT_BYTES = 4L * 1024 * 1024;

    /** A segment that has become so old is followed by another one. */
    static final Duration SEGMENT_AGE = Duration.ofMinutes(10);

    /** State is taken down at most this often. */
    static final Duration STATE_INTERVAL = Duration.ofSeconds(10);

    /** What may wait for the thread, in bytes; less where this share of the heap is. A larger event waits alone. */
    private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
    private static final int WAITING_SHARE = 16;

    /** In the data directory: what the router handled before the last fault. */
    static final String FAULT_FILE = "fault.recording.gz";

    /** What a fault waits for the recorder's thread and the disk. */
    private static final Duration FAULT_WAIT = Duration.ofMillis(400);

    /** What a stop waits for the recorder's thread. */
    private static final Duration END_WAIT = Duration.ofMillis(200);

    /** After each round the thread rests, so that the loop seldom has to wake it. */
    private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger("ddm.recorder");

    private final Supplier<StateCapture> state;
    private final Optional<RecordingFile> file;
    private final RecordingThread thread;
    private final Queue<RecordedItem> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final long maxWaiting = maxWaitingBytes();
    private final Thread worker;
    private volatile boolean isStateWanted;
    private volatile boolean parked;
    private volatile boolean closed;
    private volatile boolean ended;
    private final AtomicLong lostEvents = new AtomicLong();
    private long gap;
    private volatile @Nullable Instant gapAt;

    /**
     * @param config the configuration of a router that has handled nothing yet
     * @param begun when it began
     * @param state takes down the state of the router; called on its event loop
     * @param file receives the same lines from the first on
     */
    public Recorder(RouterConfig config, Instant begun, Supplier<StateCapture> state, Optional<RecordingFile> file) {
        this(config, begun, state, file, SEGMENT_BYTES);
    }

    /** The same with segments of another size, for tests. */
    Recorder(RouterConfig config, Instant begun, Supplier<StateCapture> state, Optional<RecordingFile> file,
            long segmentBytes) {
        this.state = state;
        this.file = file;
        this.thread = new RecordingThread(config, begun, file, segmentBytes, () -> isStateWanted = true, () -> closed);
        this.worker = Thread.ofPlatform().daemon().name("ddm-recorder").unstarted(this::work);
        worker.start();
    }

    /** The router has handled an event. On its event loop, before it handles another one. Throws nothing. */
    void handled(Instant at, Event event, List<Effect> effects) {
        if (closed) {
            lostEvents.incrementAndGet();
            return;
        }
        try {
            keep(at, event, effects);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void keep(Instant at, Event event, List<Effect> effects) {
        RecordedItem.Handled item = RecordedItem.Handled.of(at, event, effects);
        if (gap == 0 && hasRoom(item.bytes())) {
            put(item);
        } else {
            gap++;
            lostEvents.incrementAndGet();
            gapAt = at;
            wakeIfParked();
        }
        if (isStateWanted) {
            isStateWanted = false;
            long lost = gap;
            gap = 0;
            gapAt = null;
            put(new RecordedItem.Captured(at, state.get(), lost));
        }
    }

    /** The router could not handle an event. On its event loop, which handles no other one. */
    void failed(Instant at, Event event, Throwable cause) {
        put(new RecordedItem.Failed(at, event, cause, gap));
    }

    /**
     * What is kept, all that was handled before included. Any thread; completes on the recorder's, or exceptionally if
     * the recorder has ended.
     */
    public CompletableFuture<KeptRecording> kept() {
        CompletableFuture<KeptRecording> reply = new CompletableFuture<>();
        put(new RecordedItem.Requested(reply));
        LockSupport.unpark(worker);
        return reply;
    }

    /**
     * Writes what is kept to {@value #FAULT_FILE}: the process is about to end, after a fault. Takes at most
     * {@link #FAULT_WAIT} and the time of the disk, for which the file of {@code --record} waits as well.
     *
     * @throws IOException if it could not be written
     */
    public void keepFault(Path directory) throws IOException {
        try {
            kept().get(FAULT_WAIT.toMillis(), TimeUnit.MILLISECONDS).writeTo(directory.resolve(FAULT_FILE));
            file.ifPresent(RecordingFile::flush);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the recorder does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What may wait for the recorder's thread, in bytes. */
    static long maxWaitingBytes() {
        return Math.min(MAX_WAITING_BYTES, Runtime.getRuntime().maxMemory() / WAITING_SHARE);
    }

    /** What is kept, in bytes. */
    public long keptBytes() {
        return thread.keptBytes();
    }

    /** Events that were lost because the recorder did not keep up. */
    public long lostEvents() {
        return lostEvents.get() + thread.unkeptEvents();
    }

    private boolean hasRoom(long bytes) {
        long now = waiting.get();
        return now == 0 || now + bytes <= maxWaiting;
    }

    private void put(RecordedItem item) {
        waiting.addAndGet(item.bytes());
        queue.add(item);
        if (ended) {
            dropAll();
        } else {
            wakeIfParked();
        }
    }

    private void wakeIfParked() {
        if (parked) {
            parked = false;
            LockSupport.unpark(worker);
        }
    }

    private void work() {
        try {
            recordAll();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        ended = true;
        dropAll();
        thread.drop();
    }

    /** The router goes on without a recording: it is worth less than its routes. */
    private void fail(Throwable cause) {
        closed = true;
        LOG.error("the recorder has failed; nothing is recorded until the next start", cause);
        LockSupport.unpark(worker);
    }

    private void dropAll() {
        for (RecordedItem item = queue.poll(); item != null; item = queue.poll()) {
            if (item instanceof RecordedItem.Requested request) {
                request.reply().completeExceptionally(new IllegalStateException("the recorder has ended"));
            }
        }
    }

    private void recordAll() {
        while (!closed || !queue.isEmpty()) {
            for (RecordedItem item = queue.poll(); item != null; item = queue.poll()) {
                thread.take(item);
                waiting.addAndGet(-item.bytes());
            }
            Instant losing = gapAt;
            if (losing != null) {
                thread.gapAt(losing);
            }
            if (!closed) {
                LockSupport.parkNanos(this, ROUND_NANOS);
                parked = true;
                if (queue.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                parked = false;
            }
        }
    }

    /** Hands what waits to the file and ends; a state that is being written stays incomplete. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(worker);
        try {
            if (!worker.join(END_WAIT)) {
                LOG.warn("the recording has not all of the last events: the recorder did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
