package io.ddm.daemon.admin.status;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.status.StatusJson;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The router with every configured link: {@code GET /status}. */
public final class StatusHandlers implements Handlers {

    private final SingleFlightResponse<StatusView> status;

    /**
     * @param view the router now; called on its event loop
     * @param version of this process
     * @param started when this process started
     */
    public StatusHandlers(AdminResources resources, RouterCalls router, Supplier<StatusView> view, String version,
            Instant started) {
        this.status = resources.largeReply(() -> router.ask(view),
                shown -> Rendered.json(StatusJson.of(shown.report(version, Duration.between(started, shown.at())))));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.STATUS, ApiVersion.V3_1_0, status::to));
    }
}
