package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Paths, methods and versions of the admin API; {@link AdminHandlers} says what they mean. */
public final class AdminServer {

    /** The largest request body that is taken, in bytes; more than a hundred thousand prefixes. */
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

    private static final String METRICS = "/metrics";

    private final Map<ApiVersion, Routes> versioned = new EnumMap<>(ApiVersion.class);
    private final Vertx vertx;
    private final Executor context;
    private final Routes live;
    private final Routes unversioned;
    private final HttpServer server;

    /**
     * @param context the router's: requests are read on an event loop of their own and handled on this one
     * @param access what stands before the TCP port
     */
    public AdminServer(Vertx vertx, Executor context, AdminHandlers handlers, InterfaceHandlers interfaces,
            HealthHandlers health, ProcessHandlers process, AdminAccess access) {
        this.vertx = vertx;
        this.context = context;
        for (ApiVersion version : ApiVersion.values()) {
            versioned.put(version, routes(version, handlers, interfaces, process));
        }
        // Not on the router's loop, so that there is an answer also when that does not turn.
        this.live = new Routes(MAX_BODY_BYTES).on(HttpMethod.GET, AdminApi.LIVE, health::getLive);
        this.unversioned = new Routes(MAX_BODY_BYTES, context);
        unversioned.on(HttpMethod.GET, AdminApi.READY, health::getReady);
        unversioned.on(HttpMethod.GET, METRICS, handlers::getMetrics);
        unversioned.on(HttpMethod.GET, AdminApi.OPENAPI, handlers::getDescription);
        this.server = vertx.createHttpServer(access.secure(ConnectionGuard.options())).requestHandler(
                access.guard(this::handle));
    }

    /** What there is in one version; the rest is not found, as if it had never been. */
    private Routes routes(ApiVersion version, AdminHandlers handlers, InterfaceHandlers interfaces,
            ProcessHandlers process) {
        Routes routes = new Routes(MAX_BODY_BYTES, context);
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

    /** Begins to answer. */
    public Future<?> listen(InetAddress address, int port) {
        return vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return server.listen(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)));
            }
        });
    }

    /** Begins to answer on a unix socket too, where the file's permissions say who may do everything. */
    public Future<?> listen(SocketFile file) {
        return vertx.createHttpServer(ConnectionGuard.options()).requestHandler(this::handle).listen(
                SocketAddress.domainSocketAddress(file.path().toString()));
    }

    /** The TCP port on which it answers. */
    public int port() {
        return server.actualPort();
    }

    /** The routes of a version as {@code METHOD path}, a variable element as <code>{}</code>. */
    public List<String> routes(ApiVersion version) {
        return table(version).list();
    }

    private Routes table(ApiVersion version) {
        return Objects.requireNonNull(versioned.get(version), "every version has its routes");
    }

    private void handle(HttpServerRequest request) {
        if (live.knows(request.path())) {
            live.handle(request);
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
        return call -> AdminApi.contentTypeProblem(call.request().getHeader("content-type")).ifPresentOrElse(
                problem -> call.error(400, problem), () -> handler.accept(call));
    }
}
