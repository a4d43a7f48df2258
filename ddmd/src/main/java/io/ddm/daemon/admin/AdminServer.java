package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.Listener;
import io.ddm.daemon.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Paths, methods and versions of the admin API; {@link AdminHandlers} says what they mean. */
public final class AdminServer {

    private static final String METRICS = "/metrics";

    private final Map<ApiVersion, Routes> versioned = new EnumMap<>(ApiVersion.class);
    private final AdminResources resources;
    private final Routes health;
    private final Routes unversioned;
    private final Listener tcp;
    private final Listener unix;
    private final Listener probe;

    /**
     * @param access what stands before the TCP port
     */
    public AdminServer(AdminResources resources, AdminHandlers handlers, InterfaceHandlers interfaces,
            HealthHandlers health, ProcessHandlers process, AdminAccess access) {
        this.resources = resources;
        for (ApiVersion version : ApiVersion.values()) {
            versioned.put(version, routes(version, handlers, interfaces, process));
        }
        this.health = newRoutes();
        this.health.on(HttpMethod.GET, AdminApi.LIVE, health::getLive);
        this.health.on(HttpMethod.GET, AdminApi.READY, health::getReady);
        this.unversioned = newRoutes();
        unversioned.on(HttpMethod.GET, METRICS, handlers::getMetrics);
        unversioned.on(HttpMethod.GET, AdminApi.OPENAPI, handlers::getDescription);
        this.tcp = listener("admin", access.secure(Listener.options()),
                access.guard("admin", resources.refusals(), this::isHealth, this::handle));
        this.unix = listener("admin socket", Listener.options(), this::handle);
        this.probe = listener("probe", Listener.options(),
                access.guard("probe", resources.refusals(), anything -> true, this.health::handle));
    }

    private Listener listener(String name, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        return new Listener(resources.loop(), name, options, resources.timeouts(), resources.refusals(), handler);
    }

    private Routes newRoutes() {
        return new Routes(AdminResources.MAX_BODY_BYTES, resources.bodies());
    }

    /** Probes need no credential: they learn what is wrong, not what is configured. */
    private boolean isHealth(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) && health.knows(request.path());
    }

    /** What there is in one version; the rest is not found, as if it had never been. */
    private Routes routes(ApiVersion version, AdminHandlers handlers, InterfaceHandlers interfaces,
            ProcessHandlers process) {
        Routes routes = newRoutes();
        routes.on(HttpMethod.GET, AdminApi.PEERS, call -> handlers.getPeers(call, version));
        routes.on(HttpMethod.DELETE, AdminApi.PEERS + "/{}", handlers::expirePeer);
        routes.on(HttpMethod.GET, AdminApi.ORIGINATED, handlers::getOriginated);
        routes.on(HttpMethod.GET, AdminApi.ORIGINATED_TUNNEL_ENDPOINTS, handlers::getOriginatedTunnelEndpoints);
        routes.on(HttpMethod.GET, AdminApi.PREFIXES, handlers::getPrefixes);
        routes.on(HttpMethod.GET, AdminApi.TUNNEL_ENDPOINTS, handlers::getTunnelEndpoints);
        routes.on(HttpMethod.PUT, AdminApi.PREFIX, json(handlers::advertisePrefixes));
        routes.on(HttpMethod.DELETE, AdminApi.PREFIX, json(handlers::withdrawPrefixes));
        routes.on(HttpMethod.PUT, AdminApi.TUNNEL_ENDPOINT, json(handlers::advertiseTunnelEndpoints));
        routes.on(HttpMethod.DELETE, AdminApi.TUNNEL_ENDPOINT, json(handlers::withdrawTunnelEndpoints));
        routes.on(HttpMethod.PUT, AdminApi.SYNC, handlers::sync);
        routes.on(HttpMethod.POST, AdminApi.ENABLE_STATS, json(handlers::enableStats));
        routes.on(HttpMethod.POST, AdminApi.DISABLE_STATS, handlers::disableStats);
        if (version.includes(ApiVersion.V3_0_0)) {
            routes.on(HttpMethod.GET, AdminApi.INTERFACES, interfaces::getInterfaces);
            routes.on(HttpMethod.POST, AdminApi.APPLY, json(interfaces::apply));
            routes.on(HttpMethod.GET, AdminApi.EXTERNAL_PEERS, interfaces::getExternalPeers);
            routes.on(HttpMethod.PUT, AdminApi.EXTERNAL_PEERS, json(interfaces::putExternalPeers));
            routes.on(HttpMethod.POST, AdminApi.HAND_OVER, process::handOver);
        }
        return routes;
    }

    /** Starts to listen. */
    public Future<?> listen(InetAddress address, int port) {
        return tcp.listen(new ListenAddress(address, port).socketAddress());
    }

    /** Starts to listen on a unix socket too, where the file's permissions decide who may do everything. */
    public Future<?> listen(SocketFile file) {
        return unix.listen(SocketAddress.domainSocketAddress(file.path().toString()));
    }

    /** Starts to listen where {@code /live} and {@code /ready} are served alone, without TLS. */
    public Future<?> listenForProbes(ListenAddress address) {
        return probe.listen(address.socketAddress());
    }

    /** Stops to listen everywhere and closes all connections. */
    public Future<?> close() {
        return Future.all(tcp.close(), unix.close(), probe.close());
    }

    /** The TCP port on which it listens. */
    public int port() {
        return tcp.port();
    }

    /** The TCP port on which it listens for probes. */
    public int probePort() {
        return probe.port();
    }

    /** The routes of a version as {@code METHOD path}, a variable element as <code>{}</code>. */
    public List<String> routes(ApiVersion version) {
        return table(version).list();
    }

    private Routes table(ApiVersion version) {
        return Objects.requireNonNull(versioned.get(version), "every version has its routes");
    }

    private void handle(HttpServerRequest request) {
        if (health.knows(request.path())) {
            health.handle(request);
            return;
        }
        if (unversioned.knows(request.path())) {
            unversioned.handle(request);
            return;
        }
        try {
            table(ApiVersion.serving(request.getHeader(AdminApi.VERSION_HEADER))).handle(request);
        } catch (ApiVersionException e) {
            HttpCall.error(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private static Consumer<HttpCall> json(Consumer<HttpCall> handler) {
        return call -> AdminApi.contentTypeProblem(call.request().getHeader("content-type"))
                .ifPresentOrElse(problem -> call.error(400, problem), () -> handler.accept(call));
    }
}
