package io.ddm.daemon.exchange.client;

import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.client.PeerConnection.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * The connections of one session with a peer, and the time that a request on them may take. {@link #close} ends all of
 * them at once, also those that are not established yet. Thread-safe.
 */
public final class PeerRequests implements AutoCloseable {

    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final String host;
    private final Duration timeout;
    private final Lock connecting;
    private final Set<PeerConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param from the local address
     * @param to the peer's exchange port
     * @param host what the peer is called in requests
     * @param timeout how long a request may take, with all that belongs to it
     * @param connecting held while a connection is being established: of all on the link, one at a time
     */
    public PeerRequests(InetSocketAddress from, InetSocketAddress to, String host, Duration timeout, Lock connecting) {
        this.from = from;
        this.to = to;
        this.host = host;
        this.timeout = timeout;
        this.connecting = connecting;
    }

    boolean isClosed() {
        return closed;
    }

    /** Abandons everything. */
    @Override
    public void close() {
        closed = true;
        open.forEach(PeerConnection::abort);
    }

    /** For one operation: its requests follow each other on one connection. Not thread-safe; blocks. */
    Conversation begin() {
        return new Conversation();
    }

    /** Requests that follow each other. */
    final class Conversation implements AutoCloseable {

        private PeerConnection connection = new PeerConnection(host);

        /**
         * Asks and reads the answer.
         *
         * @param headers lines without their ends
         * @param most the largest body of a good answer, in bytes
         * @throws IOException if there is no whole answer in time and within the bounds
         */
        Answer ask(String method, String path, List<String> headers, byte[] body, int most, BodyBudget.Lease lease)
                throws IOException {
            boolean fresh = !connection.isReusable();
            if (fresh) {
                close();
                connection = new PeerConnection(host);
                open.add(connection);
            }
            PeerConnection used = connection;
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
                if (fresh) {
                    used.connect(from, to, (int) timeout.toMillis(), connecting);
                }
                return used.ask(method, path, headers, body, most, lease);
            } catch (IOException e) {
                used.abort();
                // Not the one that aborts: it is under way while the socket is closed.
                throw inTime.isCompletedExceptionally()
                        ? new IOException("no whole answer within " + timeout.toMillis() + " ms", e)
                        : e;
            } finally {
                inTime.complete(null);
            }
        }

        @Override
        public void close() {
            open.remove(connection);
            connection.close();
        }
    }
}
