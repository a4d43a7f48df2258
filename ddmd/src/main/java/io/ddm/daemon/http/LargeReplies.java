package io.ddm.daemon.http;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes replies that are rendered by one worker, one after the other, since they can be large. */
public final class LargeReplies {

    private final AdminLoop loop;
    private final MemoryBudget budget;
    private final WorkerExecutor rendering;

    /**
     * @param budget for the renderings that are being sent
     * @param rendering runs renderers
     */
    LargeReplies(AdminLoop loop, MemoryBudget budget, WorkerExecutor rendering) {
        this.loop = loop;
        this.budget = budget;
        this.rendering = rendering;
    }

    /**
     * A reply; it costs little to make one for a single call.
     *
     * @param state asks for the state now
     * @param renderer called by the worker
     */
    public <T> SingleFlightResponse<T> reply(Supplier<Future<T>> state,
            Function<T, SingleFlightResponse.Rendered> renderer) {
        return new SingleFlightResponse<>(loop, budget,
                task -> rendering.executeBlocking(task, AdminResources.UNORDERED), state, renderer);
    }
}
