package io.ddm.daemon.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Limits the connections to one server: in number, and in the time without a request that gets its whole answer, even
 * while bytes arrive. Lives on the server's context.
 */
public final class ConnectionGuard {

    /** A connection on which nothing moves for this long is closed, in seconds. */
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final Admission admission;
    private final Duration requestTimeout;
    private final Runnable refused;
    private final Map<HttpConnection, Long> deadlines = new HashMap<>();
    /** Those that wait for another request, the longest first. */
    private final Set<HttpConnection> idle = new LinkedHashSet<>();

    /** Which connections may be open. */
    @FunctionalInterface
    public interface Admission {
        /** Whether the server is for this client; the others are closed at once, and take no place. */
        default boolean isFor(HttpConnection connection) {
            return true;
        }

        /**
         * Whether one more connection may be open; it is closed at once otherwise.
         *
         * @param open the others
         */
        boolean admits(HttpConnection connection, Collection<HttpConnection> open);

        /**
         * Whether one that is not admitted takes the place of a connection of the same host without a request under
         * way: the one that has waited longest, which its client may have lost without our knowing.
         */
        default boolean replacesIdle() {
            return false;
        }
    }

    /**
     * @param most how many connections may be open at a time; more are closed at once
     * @param requestTimeout how long a connection may go without an answered request
     * @param refused called for each connection that was one too many or too slow
     */
    public ConnectionGuard(Vertx vertx, int most, Duration requestTimeout, Runnable refused) {
        this(vertx, (connection, open) -> open.size() < most, requestTimeout, refused);
    }

    /**
     * @param admission which connections may be open
     * @param requestTimeout how long a connection may go without an answered request
     * @param refused called for each connection that was not admitted or too slow
     */
    public ConnectionGuard(Vertx vertx, Admission admission, Duration requestTimeout, Runnable refused) {
        this.vertx = vertx;
        this.admission = admission;
        this.requestTimeout = requestTimeout;
        this.refused = refused;
    }

    /**
     * The options of all our servers. HTTP/1.1 alone: one protocol to support, and a connection is monitored from its
     * first moment, not from the moment at which it has named its protocol. No WebSockets either: Netty's handler
     * for their extensions sees every request, and fails connections on which more than 128 are pipelined.
     */
    public static HttpServerOptions options() {
        return new HttpServerOptions().setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /** Watches the connections of a server that does not listen yet. */
    public void watch(HttpServer server) {
        server.connectionHandler(this::opened);
    }

    /** Call this for every request. */
    public void request(HttpServerRequest request) {
        idle.remove(request.connection());
        request.response().endHandler(answered -> rearm(request.connection()));
    }

    private void opened(HttpConnection connection) {
        if (!admission.isFor(connection)) {
            connection.close();
            return;
        }
        if (!admits(connection) && !(admission.replacesIdle() && replaces(connection) && admits(connection))) {
            refused.run();
            connection.close();
            return;
        }
        deadlines.put(connection, timer(connection));
        connection.closeHandler(closed -> disarm(connection));
    }

    private boolean admits(HttpConnection connection) {
        return admission.admits(connection, Collections.unmodifiableSet(deadlines.keySet()));
    }

    private boolean replaces(HttpConnection connection) {
        String host = connection.remoteAddress().hostAddress();
        Optional<HttpConnection> longest = idle.stream()
                .filter(other -> Objects.equals(other.remoteAddress().hostAddress(), host))
                .findFirst();
        longest.ifPresent(other -> {
            disarm(other);
            other.close();
        });
        return longest.isPresent();
    }

    private void rearm(HttpConnection connection) {
        if (disarm(connection)) {
            deadlines.put(connection, timer(connection));
            idle.add(connection);
        }
    }

    private boolean disarm(HttpConnection connection) {
        idle.remove(connection);
        Long timer = deadlines.remove(connection);
        return timer != null && vertx.cancelTimer(timer);
    }

    private long timer(HttpConnection connection) {
        return vertx.setTimer(requestTimeout.toMillis(), late -> {
            refused.run();
            connection.close();
        });
    }
}
