package io.ddm.daemon.admin;

import static io.ddm.api.admin.ApiVersion.V1_0_0;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Underlay prefixes: what the peers offer, what the router originates, and changes of the latter. */
public final class PrefixHandlers implements Handlers {

    private final OriginChanges changes;
    private final SingleFlightResponse<Iterable<Destination>> originated;
    private final SingleFlightResponse<SortedMap<NextHop, OfferedTable>> imported;

    public PrefixHandlers(AdminResources resources, RouterCalls router, OriginChanges changes) {
        this.changes = changes;
        this.originated = OriginatedReply.of(resources, router, Prefix.class, AdminJson::prefixSet);
        this.imported = resources.largeReply(router::imported, PrefixHandlers::imported);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.PREFIXES, V1_0_0, imported::to),
                Route.read(AdminApi.ORIGINATED, V1_0_0, originated::to),
                Route.change(HttpMethod.PUT, AdminApi.PREFIX, V1_0_0,
                        call -> changes.originate(call, AdminJsonReader::prefixSet)).withJson(),
                Route.change(HttpMethod.DELETE, AdminApi.PREFIX, V1_0_0,
                        call -> changes.withdraw(call, AdminJsonReader::prefixSet)).withJson());
    }

    private static Rendered imported(Map<NextHop, OfferedTable> imported) {
        SortedMap<Ipv6Address, Set<PathVector>> byAddress = new TreeMap<>();
        imported.forEach((nextHop, offered) -> byAddress
                .computeIfAbsent(nextHop.gateway(), address -> new TreeSet<>(PathVector.ORDER))
                .addAll(offered.stream().filter(p -> p.destination() instanceof Prefix).toList()));
        byAddress.values().removeIf(Set::isEmpty);
        return Rendered.json(AdminJson.prefixes(byAddress));
    }
}
