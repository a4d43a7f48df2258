import client.ApiClient;
import client.ApiException;
import client.DefaultApi;
import client.model.EnableStatsRequest;
import client.model.Error;
import client.model.IpNet;
import client.model.PathVector;
import client.model.PeerInfo;
import client.model.RouterKind;
import client.model.TunnelOrigin;
import client.model.TunnelRoute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Calls every operation of one version of the admin API by the client that was generated from its document, and
 * compares what comes back, typed, with what was set. Compiled against each version's client and run on a node whose
 * one peer, {@code s2}, is a server that originates {@code fd00:2::/64}, {@code fd00:22::1/64} and the tunnel
 * {@code 203.0.113.0/24 fd00:2::1 47 100}. Prints the id of each operation once it has answered as it should; the
 * only argument is the version.
 */
final class EveryOperation {

    private static final TunnelOrigin V4 = origin("198.51.100.0/24", 0xff_ffff).metric(Integer.MAX_VALUE);
    private static final TunnelOrigin V6 = origin("2001:db8::1/32", 0).metric(1);

    private final DefaultApi api;

    private EveryOperation(ApiClient client) {
        this.api = new DefaultApi(client);
    }

    public static void main(String[] args) throws Exception {
        String version = args[0];
        ApiClient client = new ApiClient().setRequestInterceptor(request -> request.header("api-version", version));
        client.updateBaseUri("http://[::1]:8000");
        EveryOperation operations = new EveryOperation(client);
        operations.imports();
        operations.prefixes();
        operations.tunnels();
        operations.refusal(client);
        operations.commands();
    }

    private void imports() throws ApiException {
        Map<String, PeerInfo> peers = api.getPeers();
        equal(peers.size(), 1);
        String index = peers.keySet().iterator().next();
        require(Integer.parseInt(index) > 0, "an interface index, not " + index);
        PeerInfo peer = peers.get(index);
        equal(peer.getHost(), "s2");
        equal(peer.getKind(), RouterKind.NUMBER_0);
        PeerStatusCheck.inSession(peer.getStatus());
        answered("get_peers");

        String nextHop = peer.getAddr();
        require(nextHop.startsWith("fe80::"), "a link-local address, not " + nextHop);
        equal(api.getPrefixes(), Map.of(nextHop, Set.of(heard("fd00:2::/64"), heard("fd00:22::1/64"))));
        answered("get_prefixes");

        equal(api.getTunnelEndpoints(), Set.of(new TunnelRoute().nexthop(nextHop).origin(
                origin("203.0.113.0/24", 47).boundaryAddr("fd00:2::1").metric(100))));
        answered("get_tunnel_endpoints");
    }

    private void prefixes() throws ApiException {
        equal(api.getOriginated(), Set.of());
        api.advertisePrefixes(Set.of("fd00:1::/64", "fd00:11::1/64", "::/0"));
        equal(api.getOriginated(), Set.of("fd00:1::/64", "fd00:11::1/64", "::/0"));
        answered("get_originated");
        answered("advertise_prefixes");
        api.withdrawPrefixes(Set.of("::/0", "fd00:99::/64"));
        equal(api.getOriginated(), Set.of("fd00:1::/64", "fd00:11::1/64"));
        answered("withdraw_prefixes");
    }

    private void tunnels() throws ApiException {
        equal(api.getOriginatedTunnelEndpoints(), Set.of());
        api.advertiseTunnelEndpoints(Set.of(V4, V6));
        equal(api.getOriginatedTunnelEndpoints(), Set.of(V4, V6));
        answered("get_originated_tunnel_endpoints");
        answered("advertise_tunnel_endpoints");
        // Another metric is another origin.
        api.withdrawTunnelEndpoints(Set.of(V6, origin("198.51.100.0/24", 0xff_ffff)));
        equal(api.getOriginatedTunnelEndpoints(), Set.of(V4));
        answered("withdraw_tunnel_endpoints");
    }

    private void refusal(ApiClient client) throws Exception {
        Set<String> before = api.getOriginated();
        try {
            api.advertisePrefixes(Set.of("fd00::/129"));
        } catch (ApiException e) {
            equal(e.getCode(), 400);
            Error error = client.getObjectMapper().readValue(e.getResponseBody(), Error.class);
            require(error.getMessage().contains("[0]: invalid prefix value"), error.getMessage());
            equal(e.getResponseHeaders().firstValue("x-request-id").orElse(""), error.getRequestId());
            equal(api.getOriginated(), before);
            return;
        }
        throw new AssertionError("fd00::/129 was taken");
    }

    private void commands() throws Exception {
        api.sync();
        answered("sync");
        api.enableStats(new EnableStatsRequest().rackId(UUID.randomUUID()).sledId(UUID.randomUUID()));
        answered("enable_stats");
        api.disableStats();
        answered("disable_stats");
        api.expirePeer("fe80::dead");
        Map<String, PeerInfo> peers = api.getPeers();
        equal(peers.size(), 1);
        api.expirePeer(peers.values().iterator().next().getAddr());
        answered("expire_peer");
    }

    private static PathVector heard(String prefix) {
        return new PathVector().destination(prefix).path(List.of("s2"));
    }

    private static TunnelOrigin origin(String overlay, int vni) {
        return new TunnelOrigin().overlayPrefix(new IpNet(overlay)).boundaryAddr("fd00:1::1").vni(vni);
    }

    private static void equal(Object actual, Object expected) {
        require(actual.equals(expected), "expected " + expected + "\nbut got " + actual);
    }

    static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new AssertionError(otherwise);
        }
    }

    private static void answered(String operation) {
        System.out.println(operation);
    }
}
