package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.PathMap;
import io.ddm.daemon.http.Routes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Every operation of the admin API, and what follows from that list: the version in which a request is served, 404 and
 * 405, the role that it needs, and the content type that its body must have. Lives on the admin loop.
 */
public final class RouteTable {

    private final List<Route> routes;
    private final PathMap<Map<HttpMethod, Route>> byPath = new PathMap<>();
    private final Map<ApiVersion, Routes> versioned = new EnumMap<>(ApiVersion.class);
    private final Routes unversioned;
    private final Routes probes;

    /**
     * @throws IllegalArgumentException if two routes have the same method and path
     */
    RouteTable(AdminResources resources, Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            if (byPath.at(route.path(), HashMap::new).put(route.method(), route) != null) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
            }
        }
        for (ApiVersion version : ApiVersion.values()) {
            versioned.put(version, dispatching(resources, version, route -> route.isIn(version)));
        }
        unversioned = dispatching(resources, ApiVersion.newest(), route -> route.since().isEmpty());
        probes = dispatching(resources, ApiVersion.newest(), Route::isProbe);
    }

    /** The rows, in no particular order. */
    public List<Route> list() {
        return routes;
    }

    /**
     * The role that a request needs; empty if it needs no credential. It is known before the version: a request that
     * matches no route needs the role of its method.
     */
    Optional<Role> role(HttpServerRequest request) {
        return route(request).map(Route::role).orElseGet(() -> Optional.of(Role.forMethod(request.method())));
    }

    /** Answers a request in the version that it names, or says why it cannot be served. */
    void handle(HttpServerRequest request) {
        if (unversioned.knows(request.path())) {
            unversioned.handle(request);
            return;
        }
        try {
            ApiVersion version = ApiVersion.serving(request.getHeader(AdminApi.VERSION_HEADER));
            Objects.requireNonNull(versioned.get(version), "every version has its routes").handle(request);
        } catch (ApiVersionException e) {
            HttpCall.error(request, 400, String.valueOf(e.getMessage()));
        }
    }

    /** Answers a request as if the operations for probes were all that there is. */
    void handleProbe(HttpServerRequest request) {
        probes.handle(request);
    }

    private Optional<Route> route(HttpServerRequest request) {
        try {
            return byPath.find(request.path())
                    .flatMap(match -> Optional.ofNullable(match.value().get(request.method())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A client that has shown no credential gets no share of the memory for bodies. */
    private int maxBodyBytes(HttpServerRequest request) {
        return role(request).isEmpty() ? AdminResources.MAX_ANONYMOUS_BODY_BYTES : AdminResources.MAX_BODY_BYTES;
    }

    private Routes dispatching(AdminResources resources, ApiVersion version, Predicate<Route> served) {
        Routes dispatching = new Routes(this::maxBodyBytes, resources.bodies());
        routes.stream()
                .filter(served)
                .forEach(route -> dispatching.on(route.method(), route.path(), call -> answer(route, call, version)));
        return dispatching;
    }

    private static void answer(Route route, HttpCall call, ApiVersion version) {
        Optional<String> problem = route.readsJson()
                ? AdminApi.contentTypeProblem(call.request().getHeader("content-type"))
                : Optional.empty();
        problem.ifPresentOrElse(message -> call.error(400, message), () -> route.operation().answer(call, version));
    }
}
