package io.ddm.daemon.http;

import io.ddm.api.admin.AdminApi;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply that is rendered once for all calls that arrive while the previous one is rendered: however many there are,
 * each waits for two renderings at most, and a response is never older than its request. Calls arrive on the
 * {@link AdminLoop}.
 *
 * @param <T> the state that is shown, immutable
 */
public final class SingleFlightResponse<T> {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** A shorter body is not counted, in bytes: the limit of connections bounds these. */
    private static final int UNCOUNTED_BYTES = 64 * 1024;

    /** Upper bound on the wait for state and rendering; a call has its own, which is as long. */
    private static final int TIMEOUT_SECONDS = 20;

    /**
     * What is sent.
     *
     * @param status HTTP status
     * @param body the whole body
     * @param contentType its type
     */
    public record Rendered(int status, Buffer body, String contentType) {

        /** 200 with a JSON body. */
        public static Rendered json(byte[] body) {
            return new Rendered(200, Buffer.buffer(body), AdminApi.JSON);
        }
    }

    private final AdminLoop loop;
    private final MemoryBudget budget;
    private final Function<Callable<Rendered>, Future<Rendered>> worker;
    private final Supplier<Future<T>> state;
    private final Function<T, Rendered> renderer;
    private List<HttpCall> waiting = new ArrayList<>();
    private boolean rendering;

    /**
     * @param budget for the renderings that are being sent
     * @param worker runs the renderer
     * @param state asks for the state now
     */
    SingleFlightResponse(AdminLoop loop, MemoryBudget budget, Function<Callable<Rendered>, Future<Rendered>> worker,
            Supplier<Future<T>> state, Function<T, Rendered> renderer) {
        this.loop = loop;
        this.budget = budget;
        this.worker = worker;
        this.state = state;
        this.renderer = renderer;
    }

    /** Answers a call with the state now or a little later. */
    public void to(HttpCall call) {
        waiting.add(call);
        if (!rendering) {
            render();
        }
    }

    private void render() {
        rendering = true;
        List<HttpCall> asked = waiting;
        waiting = new ArrayList<>();
        loop.completing(state.get()
                .compose(shown -> worker.apply(() -> renderer.apply(shown)))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .onSuccess(rendered -> send(asked, rendered))
                .onFailure(e -> {
                    LOG.error("a reply cannot be rendered", e);
                    asked.forEach(call -> call.error(500, "Internal Server Error"));
                })
                .onComplete(done -> {
                    rendering = false;
                    if (!waiting.isEmpty()) {
                        render();
                    }
                });
    }

    /** Clients of the unix socket get it from their reserve when the others cannot get it. */
    private void send(List<HttpCall> asked, Rendered rendered) {
        if (rendered.body().length() <= UNCOUNTED_BYTES) {
            asked.forEach(call -> call.answer(rendered.status(), rendered.body(), rendered.contentType()));
            return;
        }
        if (sendWithin(asked, rendered, false)) {
            return;
        }
        Map<Boolean, List<HttpCall>> byPrivilege = asked.stream()
                .collect(Collectors.partitioningBy(call -> Listener.isUnixSocket(call.request())));
        List<HttpCall> refused = new ArrayList<>(byPrivilege.getOrDefault(false, List.of()));
        List<HttpCall> privileged = byPrivilege.getOrDefault(true, List.of());
        if (!privileged.isEmpty() && !sendWithin(privileged, rendered, true)) {
            refused.addAll(privileged);
        }
        refused.forEach(call -> call.unavailable("the replies to other clients take all memory for replies;"
                + " retry in a moment, or use the unix socket"));
    }

    /** Sends it, if the memory can be had until the last of the calls has it. */
    private boolean sendWithin(List<HttpCall> calls, Rendered rendered, boolean isPrivileged) {
        MemoryBudget.Lease lease = budget.lease(isPrivileged, Listener.source(calls.getFirst().request()),
                () -> calls.forEach(HttpCall::drop));
        if (!lease.grow(rendered.body().length())) {
            return false;
        }
        Future.join(calls.stream()
                .map(call -> call.answer(rendered.status(), rendered.body(), rendered.contentType()))
                .toList()).onComplete(done -> loop.run(lease::release));
        return true;
    }
}
