package io.ddm.daemon.admin;

import io.ddm.daemon.http.HttpCall;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A large reply that is put together off the event loop, once for all who ask while the one before is put together:
 * however many ask, each waits for two at the most, and none is told less than was so when it asked.
 *
 * <p>Calls come on one event loop only, the router's.
 *
 * @param <T> what is shown, immutable
 */
final class SharedReply<T> {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final WorkerExecutor worker;
    private final Supplier<T> state;
    private final Function<T, byte[]> json;
    private List<HttpCall> waiting = new ArrayList<>();
    private boolean rendering;

    /**
     * @param worker where it is put together
     * @param state what there is to show now, asked on the event loop
     * @param json the body that shows it
     */
    SharedReply(WorkerExecutor worker, Supplier<T> state, Function<T, byte[]> json) {
        this.worker = worker;
        this.state = state;
        this.json = json;
    }

    /** Answers a call with what is so now or a little later. */
    void to(HttpCall call) {
        waiting.add(call);
        if (!rendering) {
            render();
        }
    }

    private void render() {
        rendering = true;
        List<HttpCall> asked = waiting;
        waiting = new ArrayList<>();
        T shown = state.get();
        worker.executeBlocking(() -> Buffer.buffer(json.apply(shown)), AdminHandlers.UNORDERED).onSuccess(
                body -> asked.forEach(call -> call.ok(body))).onFailure(e -> {
                    LOG.error("a reply cannot be put together", e);
                    asked.forEach(call -> call.error(500, "Internal Server Error"));
                }).onComplete(done -> {
                    rendering = false;
                    if (!waiting.isEmpty()) {
                        render();
                    }
                });
    }
}
