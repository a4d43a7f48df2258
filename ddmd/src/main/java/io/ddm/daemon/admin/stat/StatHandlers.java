package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.stat.StatJson;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.admin.events.EventStream;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import java.util.List;

/** Interfaces, groups and targets; destinations; probes as a stream. */
public final class StatHandlers implements Handlers {

    private final SingleFlightResponse<StatSource.View> stat;
    private final SingleFlightResponse<StatSource.View> addresses;
    private final EventStream probes;

    /**
     * @param access what stands before the TCP port: a reader of probes whose credential has expired is disconnected
     */
    public StatHandlers(AdminResources resources, RouterCalls router, StatSource source, ProbeFeed feed,
            AdminAccess access) {
        this.stat = resources.largeReply(() -> source.now().map(view -> view),
                view -> Rendered.json(StatJson.stat(view.stat())));
        this.addresses = resources.largeReply(() -> source.now().map(view -> view),
                view -> Rendered.json(StatJson.addresses(view.addresses())));
        this.probes = new EventStream(resources, access, AdminApi.STAT_PROBES, new ProbeMessages(router, feed));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.STAT, ApiVersion.V3_1_0, stat::to),
                Route.read(AdminApi.STAT_ADDRESSES, ApiVersion.V3_1_0, addresses::to),
                Route.read(AdminApi.STAT_PROBES, ApiVersion.V3_1_0, probes::open));
    }
}
