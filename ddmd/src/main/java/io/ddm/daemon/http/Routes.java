package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paths, methods and who answers them. A path may end in {@code /} and begin with several, and any character may be
 * percent-encoded; a query is ignored. A path that ends in <code>{}</code> takes any one element there.
 */
public final class Routes {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");
    private static final String PARAMETER = "{}";

    /** What a body may take without being counted: so much the limit of connections covers. */
    private static final int UNCOUNTED_BYTES = 16 * 1024;

    private final ToIntFunction<HttpServerRequest> maxBodyBytes;
    private final Function<HttpServerRequest, BodyMemory> memory;
    private final String noMemory;
    private final Map<List<String>, Map<HttpMethod, Consumer<HttpCall>>> handlers = new LinkedHashMap<>();

    /** Where the memory for one body comes from. */
    @FunctionalInterface
    public interface BodyMemory {
        /** Takes what a body of so many bytes in all needs; the body is refused when there is not so much. */
        boolean grow(int bytes);
    }

    /**
     * @param maxBodyBytes the largest body that is taken of a request, in bytes
     * @param memory asked as the body of a request arrives; one that gets none is answered with 503
     * @param noMemory the message of that answer
     */
    public Routes(ToIntFunction<HttpServerRequest> maxBodyBytes, Function<HttpServerRequest, BodyMemory> memory,
            String noMemory) {
        this.maxBodyBytes = maxBodyBytes;
        this.memory = memory;
        this.noMemory = noMemory;
    }

    /**
     * @param maxBodyBytes the largest body that is taken of any request, in bytes
     */
    public Routes(int maxBodyBytes) {
        this(request -> maxBodyBytes, request -> bytes -> true, "");
    }

    /**
     * @param maxBodyBytes the largest body that is taken of any request, in bytes
     * @param budget for the bodies of all requests; one that finds it used up is answered with 503
     */
    public Routes(int maxBodyBytes, MemoryBudget budget) {
        this(request -> maxBodyBytes, request -> memory(budget, request),
                "the requests of other clients take all memory for request bodies; retry in a moment, or use the unix"
                        + " socket");
    }

    /** Adds a route. */
    public Routes on(HttpMethod method, String path, Consumer<HttpCall> handler) {
        handlers.computeIfAbsent(elements(path), p -> new TreeMap<>((a, b) -> a.name().compareTo(b.name())))
                .put(method, handler);
        return this;
    }

    /** The routes as {@code METHOD path}, in the order in which their paths were added. */
    public List<String> list() {
        return handlers.entrySet()
                .stream()
                .flatMap(path -> path.getValue()
                        .keySet()
                        .stream()
                        .map(method -> method.name() + " /" + String.join("/", path.getKey())))
                .toList();
    }

    /** Whether there is a route for this path, of whatever method. */
    public boolean knows(String path) {
        try {
            return find(elements(path)) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Reads the body and lets the right handler answer. */
    public void handle(HttpServerRequest request) {
        Found found;
        try {
            found = find(elements(request.path()));
        } catch (IllegalArgumentException e) {
            HttpCall.error(request, 400, "invalid path encoding: '%' without two hexadecimal digits after it");
            return;
        }
        if (found == null) {
            HttpCall.error(request, 404, "Not Found");
            return;
        }
        Consumer<HttpCall> handler = found.methods.get(request.method());
        if (handler == null) {
            request.response()
                    .putHeader("allow",
                            String.join(", ", found.methods.keySet().stream().map(HttpMethod::name).toList()));
            HttpCall.error(request, 405, "Method Not Allowed");
            return;
        }
        readBody(request, found.parameter, handler);
    }

    private record Found(Map<HttpMethod, Consumer<HttpCall>> methods, String parameter) {}

    private @Nullable Found find(List<String> elements) {
        Map<HttpMethod, Consumer<HttpCall>> methods = handlers.get(elements);
        if (methods != null) {
            return new Found(methods, "");
        }
        if (elements.isEmpty()) {
            return null;
        }
        List<String> pattern = new ArrayList<>(elements);
        String parameter = pattern.removeLast();
        pattern.add(PARAMETER);
        methods = handlers.get(pattern);
        return methods == null ? null : new Found(methods, parameter);
    }

    private void readBody(HttpServerRequest request, String parameter, Consumer<HttpCall> handler) {
        RequestBody body = new RequestBody();
        int most = maxBodyBytes.applyAsInt(request);
        BodyMemory taken = memory.apply(request);
        HttpServerResponse response = request.response();
        request.handler(chunk -> {
            if (!HttpCall.isOpen(response)) {
                return;
            }
            if (body.length() + chunk.length() > most) {
                // The rest is not waited for: the connection goes with the answer.
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
                call(request, new HttpCall(request, parameter, body), handler);
            }
        });
        request.exceptionHandler(e -> LOG.debug("request from {}: {}", request.remoteAddress(), e.getMessage()));
    }

    private static BodyMemory memory(MemoryBudget budget, HttpServerRequest request) {
        MemoryBudget.Lease lease = budget.lease(Listener.isUnixSocket(request), Listener.source(request),
                () -> request.connection().close());
        // Both, since a lost connection ends no response; not endHandler, which handlers set for themselves.
        request.response().bodyEndHandler(answered -> lease.release()).closeHandler(lost -> lease.release());
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

    /** Split first and decoded then, so that an encoded slash parts nothing. */
    private static List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        for (String element : path.split("/", -1)) {
            if (!element.isEmpty()) {
                // In a path, unlike in a form, a plus is a plus.
                elements.add(URLDecoder.decode(element.replace("+", "%2B"), UTF_8));
            }
        }
        return elements;
    }
}
