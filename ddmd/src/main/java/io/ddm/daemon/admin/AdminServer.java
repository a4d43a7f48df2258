package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
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
import java.util.Locale;
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
                HttpMethod.DELETE, AdminApi.PEER + "{}", handlers::expirePeer).on(HttpMethod.GET, AdminApi.ORIGINATED,
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
        this.server = vertx.createHttpServer(
                new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS));
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

    /** The version in which this request is to be answered; {@link #handle} has checked it. */
    static ApiVersion version(HttpCall call) {
        return ApiVersion.parse(call.request().getHeader(ApiVersion.HEADER));
    }

    private static void handle(Routes routes, HttpServerRequest request) {
        if (!request.path().equals(METRICS)) {
            try {
                ApiVersion.parse(request.getHeader(ApiVersion.HEADER));
            } catch (IllegalArgumentException e) {
                HttpCall.error(request, 400, String.valueOf(e.getMessage()));
                return;
            }
        }
        routes.handle(request);
    }

    /** Takes a body without a content type for JSON, and refuses one of another type in the reference's words. */
    private static Consumer<HttpCall> json(Consumer<HttpCall> handler) {
        return call -> {
            String header = call.request().getHeader("content-type");
            String type = header == null
                    ? "application/json"
                    : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            switch (type) {
                case "application/json" -> handler.accept(call);
                case "application/x-www-form-urlencoded" -> call.error(400,
                        "expected content type \"application/json\", got \"" + type + "\"");
                default -> call.error(400, "unsupported content-type: " + type);
            }
        };
    }
}
