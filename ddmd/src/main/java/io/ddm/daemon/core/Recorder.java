package io.ddm.daemon.core;

import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the router handled last, so that a fault can be replayed after it was seen: always on, at the price of a
 * queue on the event loop; lines are made and compressed on a thread of its own.
 *
 * <p>What is kept are two segments, each of which begins with the state of the router. A segment that is full or old is
 * followed by another one, and only then is the one before it dropped; so what is kept can be replayed from its first
 * line. When the thread does not keep up, events are lost, and a new segment begins with the state behind the gap.
 */
public final class Recorder implements AutoCloseable {

    /** Events and effects of a segment, compressed, in bytes; the state that it begins with comes on top. */
    static final long SEGMENT_BYTES = 4L * 1024 * 1024;

    /** A segment that has become so old is followed by another one. */
    static final Duration SEGMENT_AGE = Duration.ofMinutes(10);

    /** State is taken down at most this often. */
    static final Duration STATE_INTERVAL = Duration.ofSeconds(10);

    /** What may wait for the thread, in paths at about 200 bytes each; a larger single event waits alone. */
    static final long MAX_WAITING = 262_144;

    /** After each round the thread rests, so that the loop seldom has to wake it. */
    private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger("ddm.recorder");

    private final Supplier<StateCapture> state;
    private final RecordingThread thread;
    private final Queue<RecordedItem> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final Thread worker;
    private volatile boolean isStateWanted;
    private volatile boolean parked;
    private volatile boolean closed;
    private final AtomicLong lostEvents = new AtomicLong();
    private long gap;

    /**
     * @param config the configuration of a router that has handled nothing yet
     * @param begun when it began
     * @param state takes down the state of the router; called on its event loop
     * @param file receives the same lines from the first on
     */
    public Recorder(RouterConfig config, Instant begun, Supplier<StateCapture> state, Optional<RecordingFile> file) {
        this.state = state;
        this.thread = new RecordingThread(config, begun, file, () -> isStateWanted = true);
        this.worker = Thread.ofPlatform().daemon().name("ddm-recorder").unstarted(this::work);
        worker.start();
    }

    /** The router has handled an event. On its event loop, before it handles another one. */
    void handled(Instant at, Event event, List<Effect> effects) {
        if (closed) {
            lostEvents.incrementAndGet();
            return;
        }
        RecordedItem.Handled item = RecordedItem.Handled.of(at, event, effects);
        if (gap == 0 && hasRoom(item.weight())) {
            put(item);
        } else {
            gap++;
            lostEvents.incrementAndGet();
        }
        if (isStateWanted || (gap > 0 && waiting.get() < MAX_WAITING / 2)) {
            isStateWanted = false;
            put(new RecordedItem.Captured(at, state.get(), gap));
            gap = 0;
        }
    }

    /** The router could not handle an event. On its event loop. */
    void failed(Instant at, Event event, Throwable cause) {
        put(new RecordedItem.Failed(at, event, cause));
    }

    /**
     * What is kept, all that was handled before included. Any thread; completes on the recorder's, or exceptionally if
     * the recorder has ended.
     */
    public CompletableFuture<KeptRecording> kept() {
        CompletableFuture<KeptRecording> reply = new CompletableFuture<>();
        put(new RecordedItem.Requested(reply));
        return reply;
    }

    /** What is kept, in bytes. */
    public long keptBytes() {
        return thread.keptBytes();
    }

    /** Events that were lost because the recorder did not keep up. */
    public long lostEvents() {
        return lostEvents.get();
    }

    private boolean hasRoom(long weight) {
        long now = waiting.get();
        return now == 0 || now + weight <= MAX_WAITING;
    }

    private void put(RecordedItem item) {
        if (closed) {
            drop(item);
            return;
        }
        waiting.addAndGet(item.weight());
        queue.add(item);
        if (parked) {
            parked = false;
            LockSupport.unpark(worker);
        }
    }

    private void work() {
        try {
            recordAll();
        } catch (RuntimeException | Error e) {
            // The router goes on without a recording: it is worth less than its routes.
            closed = true;
            LOG.error("the recorder has failed; nothing is recorded until the next start", e);
        }
        for (RecordedItem item = queue.poll(); item != null; item = queue.poll()) {
            drop(item);
        }
    }

    private static void drop(RecordedItem item) {
        if (item instanceof RecordedItem.Requested request) {
            request.reply().completeExceptionally(new IllegalStateException("the recorder has ended"));
        }
    }

    private void recordAll() {
        while (!closed || !queue.isEmpty()) {
            for (RecordedItem item = queue.poll(); item != null; item = queue.poll()) {
                thread.take(item);
                waiting.addAndGet(-item.weight());
            }
            thread.endRound();
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

    /** Hands what waits to the file and ends; takes at most a second. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(worker);
        try {
            worker.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
