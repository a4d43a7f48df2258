package io.ddm.daemon.admin.events;

import io.ddm.api.admin.events.EventFrame;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Listener;
import io.ddm.daemon.http.MemoryBudget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the stream. What it has not taken yet waits in a queue that is bounded in messages and charged in
 * bytes; beyond either bound the queue is dropped, and the reader gets a new snapshot when it has taken the rest. A
 * message is never cut off. Lives on the admin loop.
 */
final class EventReader {

    /** Upper bound on the messages that wait for one reader. */
    static final int MAX_QUEUED = 256;

    /** Of a long message this much is written at a time, in bytes, so that each write has its own timeout. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final Buffer HEARTBEAT = Buffer.buffer(EventFrame.comment("keepalive"));

    private enum State {
        /** A snapshot is on its way; messages before it are not for this reader. */
        AWAITING_SNAPSHOT,
        /** Every message is for this reader. */
        LIVE,
        /** Messages were dropped; a snapshot is asked for when the reader has taken the rest. */
        BEHIND,
        /** The connection is lost, or the stream ended. */
        CLOSED
    }

    private final HttpCall call;
    private final MemoryBudget.Lease memory;
    private final Consumer<EventReader> behind;
    private final Consumer<EventReader> resync;
    private final Deque<Buffer> queue = new ArrayDeque<>();
    private State state = State.AWAITING_SNAPSHOT;
    private @Nullable HttpServerResponse response;
    private @Nullable Buffer current;
    private int written;
    private boolean isStale;

    /**
     * @param budget for what waits in the queue
     * @param behind called when the queue was dropped
     * @param resync asks for a snapshot, which {@link #resume} gets
     */
    EventReader(HttpCall call, MemoryBudget budget, Consumer<EventReader> behind, Consumer<EventReader> resync) {
        this.call = call;
        this.behind = behind;
        this.resync = resync;
        this.memory = budget.lease(Listener.isUnixSocket(call.request()), Listener.source(call.request()),
                this::fallBehind);
    }

    /** Its request. */
    HttpCall call() {
        return call;
    }

    /**
     * Begins the stream with a snapshot.
     *
     * @return false if there is no memory for it; nothing was sent then
     */
    boolean begin(Buffer snapshot) {
        if (state != State.AWAITING_SNAPSHOT) {
            return true;
        }
        if (!memory.grow(snapshot.length())) {
            return false;
        }
        response = call.stream(EventFrame.CONTENT_TYPE).drainHandler(drained -> pump());
        goOn(snapshot);
        return true;
    }

    /** Goes on with a snapshot in place of what was dropped; later if there is no memory for it. */
    void resume(Buffer snapshot) {
        if (state != State.AWAITING_SNAPSHOT) {
            return;
        }
        if (memory.grow(snapshot.length())) {
            goOn(snapshot);
        } else {
            state = State.BEHIND;
        }
    }

    private void goOn(Buffer snapshot) {
        state = State.LIVE;
        queue.add(snapshot);
        pump();
        if (isStale) {
            isStale = false;
            fallBehind();
        }
    }

    /** A message for every reader. */
    void offer(Buffer frame) {
        if (state != State.LIVE) {
            return;
        }
        if (queue.size() >= MAX_QUEUED || !memory.grow(frame.length())) {
            fallBehind();
        } else {
            queue.add(frame);
            pump();
        }
    }

    /**
     * Drops what waits; also when others need the memory, which is then not charged any more. A snapshot that is on its
     * way may miss the same messages, so another one is asked for.
     */
    void fallBehind() {
        isStale = state == State.AWAITING_SNAPSHOT;
        if (state == State.LIVE) {
            state = State.BEHIND;
            behind.accept(this);
        }
        queue.forEach(frame -> memory.shrink(frame.length()));
        queue.clear();
        askWhenDrained();
    }

    /** Sends a comment to a reader without news, so that a dead one is found; asks again for one that is behind. */
    void beat() {
        if (isDrained()) {
            write(HEARTBEAT);
        }
        askWhenDrained();
    }

    /** Ends the stream with a comment that says why; a message that has begun ends the connection with it. */
    void end(String why) {
        HttpServerResponse open = response;
        boolean isWhole = current == null;
        close();
        if (open != null && isWhole) {
            open.end(Buffer.buffer(EventFrame.comment(why)));
        } else {
            call.drop();
        }
    }

    /** Nothing is sent any more. */
    void close() {
        state = State.CLOSED;
        queue.clear();
        current = null;
        memory.release();
    }

    private boolean isDrained() {
        return state != State.CLOSED && response != null && current == null && queue.isEmpty()
                && !response.writeQueueFull();
    }

    private void askWhenDrained() {
        if (state == State.BEHIND && isDrained()) {
            state = State.AWAITING_SNAPSHOT;
            resync.accept(this);
        }
    }

    private void pump() {
        while (state != State.CLOSED && !Objects.requireNonNull(response).writeQueueFull()) {
            if (current == null) {
                current = queue.poll();
                written = 0;
            }
            Buffer frame = current;
            if (frame == null) {
                break;
            }
            int end = Math.min(written + PIECE_BYTES, frame.length());
            write(frame.slice(written, end));
            written = end;
            if (end == frame.length()) {
                memory.shrink(frame.length());
                current = null;
            }
        }
        askWhenDrained();
    }

    /** When a write fails the connection is lost, and {@link HttpCall#finished} closes this reader. */
    private void write(Buffer bytes) {
        Objects.requireNonNull(response).write(bytes);
    }
}
