package io.ddm.daemon.exchange.client;

import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.client.PeerConnection.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one session with a peer, and the time bound of requests on them. A connection is kept after an
 * operation, so that the next one, such as a withdrawal, does not have to wait for a handshake. {@link #close} ends all
 * of them at once, including attempts to connect. Thread-safe.
 */
public final class PeerRequests implements AutoCloseable {

    /** Our own servers close a connection without a request after 30 s. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(25);

    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final String host;
    private final Duration timeout;
    private final Lock connecting;
    private final Set<PeerConnection> open = ConcurrentHashMap.newKeySet();
    private final IdleConnections idle;
    private volatile boolean closed;

    /**
     * @param from the local address
     * @param to the peer's exchange port
     * @param host value of the {@code host} header
     * @param timeout bound on a request with connecting and its reply
     * @param connecting held during an attempt to connect: on each link there is one at a time
     */
    public PeerRequests(InetSocketAddress from, InetSocketAddress to, String host, Duration timeout, Lock connecting) {
        this(from, to, host, timeout, connecting, MAX_IDLE);
    }

    PeerRequests(InetSocketAddress from, InetSocketAddress to, String host, Duration timeout, Lock connecting,
            Duration maxIdle) {
        this.from = from;
        this.to = to;
        this.host = host;
        this.timeout = timeout;
        this.connecting = connecting;
        this.idle = new IdleConnections(maxIdle, this::end);
    }

    boolean isClosed() {
        return closed;
    }

    /** Aborts all requests, and closes the connections that wait for one. */
    @Override
    public void close() {
        closed = true;
        idle.close();
        open.forEach(PeerConnection::abort);
    }

    private PeerConnection connection(boolean fresh) {
        Optional<PeerConnection> kept = fresh ? Optional.empty() : idle.take();
        return kept.orElseGet(() -> {
            PeerConnection connection = new PeerConnection(host);
            open.add(connection);
            return connection;
        });
    }

    private void end(PeerConnection connection) {
        open.remove(connection);
        connection.close();
    }

    /** Requests of one operation, on one connection after the other. Not thread-safe; blocks. */
    Conversation begin() {
        return new Conversation();
    }

    /** Consecutive requests. */
    final class Conversation implements AutoCloseable {

        private @Nullable PeerConnection current;
        private boolean fresh;

        /**
         * Sends a request and reads the reply.
         *
         * @param headers header lines without line ends
         * @param maxBytes the largest body of a successful reply
         * @throws StaleConnectionException if the peer had closed the connection; the next request uses a new one
         * @throws IOException if there is no complete reply in time and within the bounds
         */
        Answer ask(String method, String path, List<String> headers, byte[] body, int maxBytes, BodyBudget.Lease lease)
                throws IOException {
            PeerConnection used = next();
            CompletableFuture<Void> inTime = new CompletableFuture<Void>().orTimeout(timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            CompletableFuture<Void> _ = inTime.whenComplete((done, late) -> {
                if (late != null) {
                    used.abort();
                }
            });
            try {
                if (closed) {
                    throw new IOException("the session is over");
                }
                if (!used.isReusable()) {
                    used.connect(from, to, (int) timeout.toMillis(), connecting);
                }
                return used.ask(method, path, headers, body, maxBytes, lease);
            } catch (IOException e) {
                used.abort();
                // The future, not the aborting stage, which may still run while the socket is closed.
                if (inTime.isCompletedExceptionally()) {
                    throw new IOException("no complete reply within " + timeout.toMillis() + " ms", e);
                }
                if (!closed && used.wasStale()) {
                    // The others are most likely stale, too.
                    fresh = true;
                    throw new StaleConnectionException(e);
                }
                throw e;
            } finally {
                inTime.complete(null);
            }
        }

        private PeerConnection next() {
            PeerConnection last = current;
            if (last != null && last.isReusable()) {
                return last;
            }
            close();
            PeerConnection next = connection(fresh);
            current = next;
            return next;
        }

        /** The connection is kept for another operation if the last reply was read to its end. */
        @Override
        public void close() {
            PeerConnection last = current;
            current = null;
            if (last != null && !(last.isReusable() && idle.keep(last))) {
                end(last);
            }
        }
    }
}
