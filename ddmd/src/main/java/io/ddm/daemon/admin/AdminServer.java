package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Paths, methods and versions of the admin API; {@link AdminHandlers} says what they mean. */
public final class AdminServer {

    /** The largest request body that is taken, in bytes; more than a hundred thousand prefixes. */
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

    /** A connection on which nothing moves for this long is closed, in seconds. */
    private static final int IDLE_SECONDS = 60;

    private static final String METRICS = "/metrics";

    private final HttpServer server;

    public AdminServer(Vertx vertx, AdminHandlers handlers) {
        Routes routes = new Routes(MAX_BODY_BYTES).on(HttpMethod.GET, AdminApi.PEERS, handlers::getPeers).on(
                HttpMethod.DELETE, AdminApi.PEERS + "/{}", handlers::expirePeer).on(HttpMethod.GET, AdminApi.ORIGINATED,
                        handlers::getOriginated).on(HttpMethod.GET, AdminApi.ORIGINATED_TUNNEL_ENDPOINTS,
                                handlers::getOriginatedTunnelEndpoints).on(HttpMethod.GET, AdminApi.PREFIXES,
                                        handlers::getPrefixes).on(HttpMethod.GET, AdminApi.TUNNEL_ENDPOINTS,
                                                handlers::getTunnelEndpoints).on(HttpMethod.PUT, AdminApi.PREFIX,
                                                        json(handlers::advertisePrefixes)).on(HttpMethod.DELETE,
                                                                AdminApi.PREFIX, json(handlers::withdrawPrefixes)).on(
                                                                        HttpMethod.PUT, AdminApi.TUNNEL_ENDPOINT,
                                                                        json(handlers::advertiseTunnelEndpoints)).on(
                                                                                HttpMethod.DELETE,
                                                                                AdminApi.TUNNEL_ENDPOINT,
                                                                                json(handlers::withdrawTunnelEndpoints)).on(
                                                                                        HttpMethod.PUT, AdminApi.SYNC,
                                                                                        handlers::sync).on(
                                                                                                HttpMethod.POST,
                                                                                                AdminApi.ENABLE_STATS,
                                                                                                json(handlers::enableStats)).on(
                                                                                                        HttpMethod.POST,
                                                                                                        AdminApi.DISABLE_STATS,
                                                                                                        handlers::disableStats).on(
                                                                                                                HttpMethod.GET,
                                                                                                                METRICS,
                                                                                                                handlers::getMetrics);
        // HTTP/1.1 alone: an offer of HTTP/2 in a header is passed over, and there is one protocol to promise.
        this.server = vertx.createHttpServer(
                new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(
                        TimeUnit.SECONDS).setHandle100ContinueAutomatically(true).setHttp2ClearTextEnabled(false));
        server.requestHandler(request -> handle(routes, request));
    }

    /** Begins to answer. */
    public Future<?> listen(InetAddress address, int port) {
        return server.listen(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)));
    }

    /** The TCP port on which it answers. */
    public int port() {
        return server.actualPort();
    }

    /** The version in which a request is to be answered; {@link #handle} has checked that there is one. */
    static ApiVersion version(HttpCall call) {
        try {
            return ApiVersion.serving(call.request().getHeader(AdminApi.VERSION_HEADER));
        } catch (ApiVersionException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    private static void handle(Routes routes, HttpServerRequest request) {
        if (!request.path().equals(METRICS)) {
            try {
                ApiVersion.serving(request.getHeader(AdminApi.VERSION_HEADER));
            } catch (ApiVersionException e) {
                HttpCall.error(request, 400, String.valueOf(e.getMessage()));
                return;
            }
        }
        routes.handle(request);
    }

    private static Consumer<HttpCall> json(Consumer<HttpCall> handler) {
        return call -> AdminApi.contentTypeProblem(call.request().getHeader("content-type")).ifPresentOrElse(
                problem -> call.error(400, problem), () -> handler.accept(call));
    }
}
