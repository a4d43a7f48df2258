package io.ddm.daemon.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches requests by path, as {@link PathMap} reads it, and method, and receives their bodies. An unknown path is
 * answered with 404, another method with 405 and {@code Allow}.
 */
public final class Routes {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** A shorter body is not counted, in bytes: the limit of connections bounds these. */
    private static final int UNCOUNTED_BYTES = 16 * 1024;

    private final ToIntFunction<HttpServerRequest> maxBodyBytes;
    private final BiFunction<HttpServerRequest, Future<Void>, BodyMemory> memory;
    private final String noMemory;
    private final PathMap<Map<HttpMethod, Consumer<HttpCall>>> handlers = new PathMap<>();

    /** Where the memory for one body comes from. */
    @FunctionalInterface
    public interface BodyMemory {
        /** Charges a body of so many bytes in all; the body is rejected if that much is not available. */
        boolean grow(int bytes);
    }

    /**
     * @param maxBodyBytes the largest body that is accepted of a request, in bytes
     * @param memory charged as the body of a request arrives; a request beyond it is answered with 503
     * @param noMemory the message of that answer
     */
    public Routes(ToIntFunction<HttpServerRequest> maxBodyBytes, Function<HttpServerRequest, BodyMemory> memory,
            String noMemory) {
        this(maxBodyBytes, (request, finished) -> memory.apply(request), noMemory);
    }

    private Routes(ToIntFunction<HttpServerRequest> maxBodyBytes,
            BiFunction<HttpServerRequest, Future<Void>, BodyMemory> memory, String noMemory) {
        this.maxBodyBytes = maxBodyBytes;
        this.memory = memory;
        this.noMemory = noMemory;
    }

    /**
     * @param maxBodyBytes the largest body that is accepted of any request, in bytes
     */
    public Routes(int maxBodyBytes) {
        this(request -> maxBodyBytes, (request, finished) -> bytes -> true, "");
    }

    /**
     * @param maxBodyBytes the largest body that is accepted of a request, in bytes
     * @param budget for the bodies of all requests; a request beyond it is answered with 503
     */
    public Routes(ToIntFunction<HttpServerRequest> maxBodyBytes, MemoryBudget budget) {
        this(maxBodyBytes, (request, finished) -> memory(budget, request, finished),
                "the requests of other clients take all memory for request bodies; retry in a moment, or use the unix"
                        + " socket");
    }

    /** Adds a route; the path may be a pattern of {@link PathMap}. */
    public Routes on(HttpMethod method, String path, Consumer<HttpCall> handler) {
        handlers.at(path, () -> new TreeMap<>((a, b) -> a.name().compareTo(b.name()))).put(method, handler);
        return this;
    }

    /** Whether there is a route for this path, of any method. */
    public boolean knows(String path) {
        return handlers.contains(path);
    }

    /** Reads the body and calls the handler of the request's path and method. */
    public void handle(HttpServerRequest request) {
        Optional<PathMap.Match<Map<HttpMethod, Consumer<HttpCall>>>> found;
        try {
            found = handlers.find(request.path());
        } catch (IllegalArgumentException e) {
            HttpCall.error(request, 400, "invalid path encoding: '%' without two hexadecimal digits after it");
            return;
        }
        if (found.isEmpty()) {
            HttpCall.error(request, 404, "Not Found");
            return;
        }
        Map<HttpMethod, Consumer<HttpCall>> methods = found.get().value();
        Consumer<HttpCall> handler = methods.get(request.method());
        if (handler == null) {
            List<String> allowed = methods.keySet().stream().map(HttpMethod::name).toList();
            request.response().putHeader("allow", String.join(", ", allowed));
            HttpCall.error(request, 405, "Method Not Allowed");
            return;
        }
        readBody(request, found.get().parameter(), handler);
    }

    private void readBody(HttpServerRequest request, String parameter, Consumer<HttpCall> handler) {
        RequestBody body = new RequestBody();
        int most = maxBodyBytes.applyAsInt(request);
        HttpServerResponse response = request.response();
        Promise<Void> finished = Promise.promise();
        // Both, since a lost connection ends no response; not endHandler, which handlers set for themselves.
        response.bodyEndHandler(answered -> finished.tryComplete()).closeHandler(lost -> finished.tryComplete());
        BodyMemory taken = memory.apply(request, finished.future());
        request.handler(chunk -> {
            if (!HttpCall.isOpen(response)) {
                return;
            }
            if (body.length() + chunk.length() > most) {
                // The connection closes with the answer, so the rest of the body need not arrive.
                request.response().putHeader("connection", "close");
                HttpCall.error(request, 400, "request body exceeded maximum size of " + most + " bytes");
            } else if (!taken.grow(body.length() + chunk.length())) {
                request.response().putHeader("connection", "close");
                HttpCall.unavailable(request, noMemory);
            } else {
                body.append(chunk);
            }
        });
        request.endHandler(ignored -> {
            if (HttpCall.isOpen(response)) {
                call(request, new HttpCall(request, parameter, body, finished.future()), handler);
            }
        });
        request.exceptionHandler(e -> LOG.debug("request from {}: {}", request.remoteAddress(), e.getMessage()));
    }

    private static BodyMemory memory(MemoryBudget budget, HttpServerRequest request, Future<Void> finished) {
        MemoryBudget.Lease lease = budget.lease(Listener.isUnixSocket(request), Listener.source(request),
                () -> request.connection().close());
        finished.onComplete(done -> lease.release());
        int[] counted = {0};
        return bytes -> {
            int more = Math.max(0, bytes - UNCOUNTED_BYTES) - counted[0];
            boolean granted = more <= 0 || lease.grow(more);
            counted[0] += granted ? more : 0;
            return granted;
        };
    }

    private static void call(HttpServerRequest request, HttpCall call, Consumer<HttpCall> handler) {
        try {
            handler.accept(call);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            call.error(500, "Internal Server Error");
        }
    }
}
