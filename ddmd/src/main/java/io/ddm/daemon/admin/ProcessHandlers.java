package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.http.HttpCall;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The daemon's process: handing over to a successor. */
public final class ProcessHandlers implements Handlers {

    private final Runnable handOver;

    /**
     * @param handOver begins a hand-over and returns at once
     */
    public ProcessHandlers(Runnable handOver) {
        this.handOver = handOver;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.change(HttpMethod.POST, AdminApi.HAND_OVER, ApiVersion.V3_0_0, this::handOver));
    }

    /** Answers 204, then ends the process; kernel routes and peers stay as they are, for a successor. */
    private void handOver(HttpCall call) {
        OperatorLog.changed(call, "hand over");
        call.request().response().endHandler(answered -> handOver.run());
        call.noContent();
    }
}
