package io.ddm.daemon.access;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** One thing by which a request shows what it may do. */
interface Authenticator {

    /** What the request may do by it; empty if it does not show it, or shows a wrong one. */
    Optional<Role> role(HttpServerRequest request);

    /** Reads again what it is compared with, if that can change. Any thread. */
    default Optional<WatchedFile.Reload> reload() {
        return Optional.empty();
    }

    /** Stops to follow what it is compared with, if that can change. */
    default void close() {}
}
