package io.ddm.daemon.admin;

import static io.ddm.api.admin.ApiVersion.V1_0_0;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.peer.InterfaceReport;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Peers: listing them, expiring one, pulling all their tables again. */
public final class PeerHandlers implements Handlers {

    private final RouterCalls router;
    private final Map<ApiVersion, SingleFlightResponse<List<InterfaceReport>>> peers = new EnumMap<>(ApiVersion.class);

    public PeerHandlers(AdminResources resources, RouterCalls router) {
        this.router = router;
        for (ApiVersion version : ApiVersion.values()) {
            peers.put(version, resources.smallReply(router::interfaces, links -> peers(version, links)));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.readIn(AdminApi.PEERS, V1_0_0, this::list),
                Route.change(HttpMethod.DELETE, AdminApi.PEERS + "/{addr}", V1_0_0, this::expire),
                Route.change(HttpMethod.PUT, AdminApi.SYNC, V1_0_0, this::synchronize));
    }

    private void list(HttpCall call, ApiVersion version) {
        Objects.requireNonNull(peers.get(version), "every version has its reply").to(call);
    }

    private Rendered peers(ApiVersion version, List<InterfaceReport> links) {
        SortedMap<Integer, PeerInfo> shown = new TreeMap<>();
        for (InterfaceReport link : links) {
            link.peer().ifPresent(peer -> shown.put(link.index(), info(link, peer)));
        }
        return Rendered.json(AdminJson.peers(version, shown));
    }

    private PeerInfo info(InterfaceReport link, PeerIdentity peer) {
        return new PeerInfo(PeerState.of(link.state()), Duration.between(link.since(), router.now()), peer.address(),
                peer.id().value(), peer.kind(), Optional.of(link.name()));
    }

    private void expire(HttpCall call) {
        Ipv6Address address;
        try {
            address = Ipv6Address.parse(call.parameter());
        } catch (IllegalArgumentException e) {
            call.error(400, AdminApi.badPathParameter(e));
            return;
        }
        OperatorLog.changed(call, "expire peer " + address);
        router.interfaces()
                .compose(links -> router.submit(new Event.ExpirePeer(address))
                        .map(done -> links.stream().filter(link -> hasPeer(link, address)).count()))
                .onSuccess(sessions -> Replies.changed(call, sessions))
                .onFailure(e -> Replies.failed(call, 503, e));
    }

    private static boolean hasPeer(InterfaceReport link, Ipv6Address address) {
        return link.peer().filter(peer -> peer.address().equals(address)).isPresent();
    }

    private void synchronize(HttpCall call) {
        OperatorLog.changed(call, "pull all peers again");
        router.submit(new Event.Synchronize())
                .onSuccess(done -> call.noContent())
                .onFailure(e -> Replies.failed(call, 503, e));
    }
}
