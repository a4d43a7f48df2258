package io.ddm.daemon.admin;

import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.http.HttpCall;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One operation of the admin API, as data: {@link RouteTable} derives from it what is served in which version, to whom,
 * and what is not. Each operation has its counterpart in {@code docs/openapi}.
 *
 * @param method the HTTP method
 * @param path the path, such as <code>/peers/{addr}</code>; one of its last two elements may be a
 *     parameter
 * @param since the first version that has it; empty for an operation that belongs to no version
 * @param role what a client must be permitted; empty for an operation that needs no credential
 * @param isProbe whether the probe listener serves it too
 * @param readsJson whether it has a body, which is JSON
 * @param operation answers a request
 */
public record Route(HttpMethod method, String path, Optional<ApiVersion> since, Optional<Role> role, boolean isProbe,
        boolean readsJson, Operation operation) {

    /** Answers requests. */
    @FunctionalInterface
    public interface Operation {
        /**
         * Answers one request.
         *
         * @param version the version to answer in; the newest for an operation that belongs to no version
         */
        void answer(HttpCall call, ApiVersion version);
    }

    /** An operation that reads, in one form for all versions since its first. */
    public static Route read(String path, ApiVersion since, Consumer<HttpCall> operation) {
        return readIn(path, since, (call, version) -> operation.accept(call));
    }

    /** An operation that reads, in a form of its own for each version. */
    public static Route readIn(String path, ApiVersion since, Operation operation) {
        return new Route(HttpMethod.GET, path, Optional.of(since), Optional.of(Role.READ_ONLY), false, false,
                operation);
    }

    /** An operation that changes something. */
    public static Route change(HttpMethod method, String path, ApiVersion since, Consumer<HttpCall> operation) {
        return new Route(method, path, Optional.of(since), Optional.of(Role.READ_WRITE), false, false,
                (call, version) -> operation.accept(call));
    }

    /** An operation that reads and belongs to no version. */
    public static Route readAlways(String path, Consumer<HttpCall> operation) {
        return new Route(HttpMethod.GET, path, Optional.empty(), Optional.of(Role.READ_ONLY), false, false,
                (call, version) -> operation.accept(call));
    }

    /** An operation that changes something and belongs to no version. */
    public static Route changeAlways(HttpMethod method, String path, Consumer<HttpCall> operation) {
        return new Route(method, path, Optional.empty(), Optional.of(Role.READ_WRITE), false, false,
                (call, version) -> operation.accept(call));
    }

    /** The same operation, with a JSON body. */
    public Route withJson() {
        return new Route(method, path, since, role, isProbe, true, operation);
    }

    /** The same operation, for clients without a credential too. */
    public Route withoutCredential() {
        return new Route(method, path, since, Optional.empty(), isProbe, readsJson, operation);
    }

    /** The same operation, for clients without a credential, and on the probe listener too. */
    public Route forProbes() {
        return new Route(method, path, since, Optional.empty(), true, readsJson, operation);
    }

    /** Whether a version has it. */
    boolean isIn(ApiVersion version) {
        return since.filter(version::includes).isPresent();
    }
}
