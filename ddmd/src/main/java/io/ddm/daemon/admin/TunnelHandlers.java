package io.ddm.daemon.admin;

import static io.ddm.api.admin.ApiVersion.V1_0_0;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Tunnel endpoints: what the peers offer, what the router originates, and changes of the latter. */
public final class TunnelHandlers implements Handlers {

    private final OriginChanges changes;
    private final SingleFlightResponse<Iterable<Destination>> originated;
    private final SingleFlightResponse<SortedMap<NextHop, OfferedTable>> imported;

    public TunnelHandlers(AdminResources resources, RouterCalls router, OriginChanges changes) {
        this.changes = changes;
        this.originated = OriginatedReply.of(resources, router, TunnelOrigin.class, AdminJson::tunnelOriginSet);
        this.imported = resources.largeReply(router::imported, TunnelHandlers::imported);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.TUNNEL_ENDPOINTS, V1_0_0, imported::to),
                Route.read(AdminApi.ORIGINATED_TUNNEL_ENDPOINTS, V1_0_0, originated::to),
                Route.change(HttpMethod.PUT, AdminApi.TUNNEL_ENDPOINT, V1_0_0,
                        call -> changes.originate(call, AdminJsonReader::tunnelOriginSet)).withJson(),
                Route.change(HttpMethod.DELETE, AdminApi.TUNNEL_ENDPOINT, V1_0_0,
                        call -> changes.withdraw(call, AdminJsonReader::tunnelOriginSet)).withJson());
    }

    private static Rendered imported(Map<NextHop, OfferedTable> imported) {
        Set<TunnelRoute> routes = new TreeSet<>(TunnelRoute.ORDER);
        imported.forEach((nextHop, offered) -> offered.forEach(p -> {
            if (p.destination() instanceof TunnelOrigin origin) {
                routes.add(new TunnelRoute(origin, nextHop.gateway()));
            }
        }));
        return Rendered.json(AdminJson.tunnelRoutes(routes));
    }
}
