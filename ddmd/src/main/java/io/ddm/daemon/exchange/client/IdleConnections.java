package io.ddm.daemon.exchange.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Connections of a session that wait for the next request, each for a bounded time. The one that was used last is the
 * first to be used again. Thread-safe.
 */
final class IdleConnections {

    /** A session has one pull and one push under way at a time. */
    static final int MOST = 2;

    private final Duration limit;
    private final Consumer<PeerConnection> expired;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /** A connection, and what completes when it has waited long enough. */
    private record Idle(PeerConnection connection, CompletableFuture<Void> timer) {}

    /**
     * @param limit how long a connection waits for a request
     * @param expired receives connections that have waited for so long; may not block
     */
    IdleConnections(Duration limit, Consumer<PeerConnection> expired) {
        this.limit = limit;
        this.expired = expired;
    }

    /** A connection that waits; it does so no longer. */
    Optional<PeerConnection> take() {
        Idle taken;
        synchronized (this) {
            taken = idle.pollFirst();
        }
        if (taken == null) {
            return Optional.empty();
        }
        taken.timer.cancel(false);
        return Optional.of(taken.connection);
    }

    /** Lets a connection wait; returns false if enough do already. */
    boolean keep(PeerConnection connection) {
        Idle kept = new Idle(connection, new CompletableFuture<>());
        synchronized (this) {
            if (closed || idle.size() >= MOST) {
                return false;
            }
            idle.addFirst(kept);
        }
        CompletableFuture<Void> _ = kept.timer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((never, late) -> expire(kept));
        return true;
    }

    private void expire(Idle kept) {
        boolean waited;
        synchronized (this) {
            // Not any more if it was taken just now.
            waited = idle.remove(kept);
        }
        if (waited) {
            expired.accept(kept.connection);
        }
    }

    /** From now on none is kept; those that wait are forgotten, and the caller ends them. */
    void close() {
        List<Idle> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(idle);
            idle.clear();
        }
        left.forEach(forgotten -> forgotten.timer.cancel(false));
    }
}
