package io.ddm.daemon.admin.status;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.status.StatusJson;
import io.ddm.api.admin.status.WhyJson;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Replies;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.model.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The router with every configured link, {@code GET /status}; why a destination is reached, {@code GET /why}. */
public final class StatusHandlers implements Handlers {

    private final RouterCalls router;
    private final Supplier<DataplaneStatus> dataplane;
    private final SingleFlightResponse<StatusView> status;

    /**
     * @param view the router now; called on its event loop
     * @param dataplane the forwarding plane now
     * @param version of this process
     * @param started when this process started
     */
    public StatusHandlers(AdminResources resources, RouterCalls router, Supplier<StatusView> view,
            Supplier<DataplaneStatus> dataplane, String version, Instant started) {
        this.router = router;
        this.dataplane = dataplane;
        this.status = resources.largeReply(() -> router.ask(view),
                shown -> Rendered.json(StatusJson.of(shown.report(version, Duration.between(started, shown.at())))));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.STATUS, ApiVersion.V3_1_0, status::to),
                Route.read(AdminApi.WHY, ApiVersion.V3_1_0, this::why));
    }

    private void why(HttpCall call) {
        Prefix asked;
        try {
            asked = WhyView.asked(call.request().getParam(AdminApi.PREFIX_PARAMETER));
        } catch (IllegalArgumentException e) {
            call.error(400, "bad query parameter '" + AdminApi.PREFIX_PARAMETER + "': " + e.getMessage());
            return;
        }
        router.explain(asked)
                .onSuccess(explanation -> call.ok(WhyJson.of(new WhyView(explanation, dataplane.get()).why(asked))))
                .onFailure(e -> Replies.failed(call, 503, e));
    }
}
