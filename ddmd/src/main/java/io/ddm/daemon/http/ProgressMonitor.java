package io.ddm.daemon.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections without progress, and requests without an answer: a client that sends or reads too slowly is
 * disconnected, and a request that the router does not answer is answered with 503. A slow link is no reason: only
 * {@link #PIECE_BYTES} have to pass within each timeout. Lives on the {@link AdminLoop}.
 */
public final class ProgressMonitor {

    /** Of a body, this much has to arrive within {@link Timeouts#body}. */
    static final int PIECE_BYTES = 64 * 1024;

    /**
     * How long each part of a request may take.
     *
     * @param head from the connection, or the previous answer, until the next request
     * @param body without {@value #PIECE_BYTES} more bytes of the body, or its end
     * @param wholeBody for the whole body, whatever its length
     * @param answer from the end of the request until the answer begins
     * @param reply for each write of the answer, at most 64 KiB; see {@link AcceptLimit}, which ends those that are
     *     late
     * @param rest for the rest of a body after its request was refused
     */
    public record Timeouts(Duration head, Duration body, Duration wholeBody, Duration answer, Duration reply,
            Duration rest) {

        /** For slow links: about 2 KiB/s suffice to read, 7 KiB/s to write. */
        public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(10),
                Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    private enum Phase {
        HEAD, BODY, ANSWER, REPLY, REST
    }

    private final Timeouts timeouts;
    private final RefusalObserver observer;
    private final String listener;
    private final LongSupplier nanos;
    private final Map<HttpConnection, Progress> open = new HashMap<>();

    ProgressMonitor(String listener, Timeouts timeouts, RefusalObserver observer) {
        this.timeouts = timeouts;
        this.observer = observer;
        this.listener = listener;
        this.nanos = System::nanoTime;
    }

    /** Monitors the connections of a server that does not listen yet. */
    void watch(HttpServer server) {
        server.connectionHandler(connection -> {
            open.put(connection, new Progress(connection));
            connection.closeHandler(closed -> open.remove(connection));
        });
    }

    /** A request has begun. */
    void request(HttpServerRequest request) {
        Progress progress = open.get(request.connection());
        if (progress != null) {
            progress.begin(request);
        }
    }

    /** Ends what is late; called several times within the shortest timeout. */
    void check() {
        long now = nanos.getAsLong();
        List.copyOf(open.values()).forEach(progress -> progress.check(now));
    }

    /** One connection. */
    private final class Progress {

        private final HttpConnection connection;
        private @Nullable HttpServerRequest request;
        private Phase phase = Phase.HEAD;
        private long begun = nanos.getAsLong();
        private long moved = begun;
        private long bytes;

        Progress(HttpConnection connection) {
            this.connection = connection;
        }

        void begin(HttpServerRequest next) {
            request = next;
            enter(Phase.BODY, nanos.getAsLong());
        }

        private void enter(Phase next, long now) {
            phase = next;
            begun = now;
            moved = now;
            bytes = 0;
        }

        void check(long now) {
            Phase current = current();
            if (current != phase) {
                enter(current, now);
            }
            if (phase == Phase.BODY) {
                long received = Objects.requireNonNull(request).bytesRead();
                if (received - bytes >= PIECE_BYTES) {
                    bytes = received;
                    moved = now;
                }
            }
            boolean isLate = now - moved > timeout().toNanos()
                    || (phase == Phase.BODY && now - begun > timeouts.wholeBody.toNanos());
            if (isLate && phase != Phase.REPLY) {
                end();
            }
        }

        private Phase current() {
            if (request == null) {
                return Phase.HEAD;
            }
            HttpServerResponse response = request.response();
            if (response.ended()) {
                return request.isEnded() ? Phase.HEAD : Phase.REST;
            }
            if (response.headWritten()) {
                return Phase.REPLY;
            }
            return request.isEnded() ? Phase.ANSWER : Phase.BODY;
        }

        private Duration timeout() {
            return switch (phase) {
                case HEAD -> timeouts.head;
                case BODY -> timeouts.body;
                case ANSWER -> timeouts.answer;
                case REPLY -> timeouts.reply;
                case REST -> timeouts.rest;
            };
        }

        private void end() {
            if (phase == Phase.ANSWER && request != null && !request.response().writeQueueFull()) {
                observer.refused(listener, "no answer in time", Listener.source(request));
                HttpCall.unavailable(request, "no answer from the router within " + timeouts.answer.toSeconds()
                        + " s; retry, and see GET /live");
                return;
            }
            if (phase != Phase.HEAD) {
                observer.refused(listener, "slow client", Listener.source(connection.remoteAddress()));
            }
            connection.close();
        }
    }
}
