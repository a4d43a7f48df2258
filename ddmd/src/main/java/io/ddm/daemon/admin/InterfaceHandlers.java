package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.InterfacesJson;
import io.ddm.api.admin.InterfacesReader;
import io.ddm.api.admin.PeerState;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.peer.InterfaceReport;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interfaces: listing them, and replacing the set of dynamic ones. */
public final class InterfaceHandlers implements Handlers {

    /** The kernel's indices are positive numbers of 31 bits, so that from here downwards there is room for others. */
    private static final long LAST_INDEX = 0xffff_ffffL;

    private static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final RouterCalls router;
    private final Metrics metrics;
    private final DynamicInterfaces dynamic;
    private final BodyParser parser;
    private final SingleFlightResponse<RouterReport> interfaces;

    public InterfaceHandlers(AdminResources resources, RouterCalls router, Metrics metrics, DynamicInterfaces dynamic) {
        this.router = router;
        this.metrics = metrics;
        this.dynamic = dynamic;
        this.parser = new BodyParser(resources.loop().vertx());
        this.interfaces = resources.largeReply(router::report, this::interfaces);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read(AdminApi.INTERFACES, ApiVersion.V3_0_0, interfaces::to),
                Route.change(HttpMethod.POST, AdminApi.APPLY, ApiVersion.V3_0_0, this::apply).withJson(),
                Route.read(AdminApi.EXTERNAL_PEERS, ApiVersion.V3_0_0, this::getExternalPeers),
                Route.change(HttpMethod.PUT, AdminApi.EXTERNAL_PEERS, ApiVersion.V3_0_0, this::putExternalPeers)
                        .withJson());
    }

    /** Interfaces that cannot be used have no index that is theirs: each gets one that no interface can have. */
    private Rendered interfaces(RouterReport report) {
        SortedMap<Long, InterfaceInfo> shown = new TreeMap<>();
        long spare = LAST_INDEX;
        for (InterfaceReport link : report.interfaces()) {
            long index = link.address().isPresent() ? link.index() : spare--;
            shown.put(index, info(report, link));
        }
        return Rendered.json(InterfacesJson.interfaces(shown));
    }

    private void apply(HttpCall call) {
        replace(call, InterfacesReader::applyRequest);
    }

    private void getExternalPeers(HttpCall call) {
        call.ok(InterfacesJson.externalPeers(dynamic.names()));
    }

    private void putExternalPeers(HttpCall call) {
        replace(call, InterfacesReader::externalPeers);
    }

    private void replace(HttpCall call, BodyParser.Reading<? extends Set<InterfaceName>> reading) {
        parser.parse(call, reading, names -> {
            if (names.size() > DynamicInterfaces.MAX_INTERFACES) {
                call.error(400, "too many interfaces: " + names.size() + ", at most " + DynamicInterfaces.MAX_INTERFACES
                        + " can be added while the router runs");
                return;
            }
            OperatorLog.changed(call, "set dynamic interfaces,", names);
            dynamic.replace(names).onSuccess(changed -> {
                call.request().response().putHeader(AdminApi.CHANGED_HEADER, Integer.toString(changed));
                call.noContent();
            }).onFailure(e -> {
                LOG.error("dynamic interfaces: {} of them are not settled: {}", names.size(), e.getMessage());
                call.error(500, "Internal Server Error");
            });
        });
    }

    private InterfaceInfo info(RouterReport report, InterfaceReport link) {
        return new InterfaceInfo(link.name(), link.address().orElse(UNSPECIFIED), PeerState.of(link.state()),
                Duration.between(link.since(), router.now()),
                link.peer().map(peer -> new InterfaceInfo.Peer(peer.address(), peer.id().value(), peer.kind())),
                metrics.stats(report, link));
    }
}
