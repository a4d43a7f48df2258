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
 * The connections of one session with a peer, and the time bound of requests on them. {@link #close} ends all of them
 * at once, including attempts to connect. Thread-safe.
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
     * @param host value of the {@code host} header
     * @param timeout bound on a request with connecting and its reply
     * @param connecting held during an attempt to connect: on each link there is one at a time
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

    /** Aborts all requests. */
    @Override
    public void close() {
        closed = true;
        open.forEach(PeerConnection::abort);
    }

    /** Requests of one operation, on one connection. Not thread-safe; blocks. */
    Conversation begin() {
        return new Conversation();
    }

    /** Consecutive requests. */
    final class Conversation implements AutoCloseable {

        private PeerConnection connection = new PeerConnection(host);

        /**
         * Sends a request and reads the reply.
         *
         * @param headers header lines without line ends
         * @param maxBytes the largest body of a successful reply
         * @throws IOException if there is no complete reply in time and within the bounds
         */
        Answer ask(String method, String path, List<String> headers, byte[] body, int maxBytes, BodyBudget.Lease lease)
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
                return used.ask(method, path, headers, body, maxBytes, lease);
            } catch (IOException e) {
                used.abort();
                // The future, not the aborting stage, which may still run while the socket is closed.
                throw inTime.isCompletedExceptionally()
                        ? new IOException("no complete reply within " + timeout.toMillis() + " ms", e)
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
