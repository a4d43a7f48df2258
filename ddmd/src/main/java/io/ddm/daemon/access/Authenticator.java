package io.ddm.daemon.access;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** A kind of credential. */
interface Authenticator {

    /** The role that the credential of a request grants; empty if it is missing or invalid. */
    Optional<Role> role(HttpServerRequest request);

    /** Reads the file of credentials again, if there is one. Any thread. */
    default Optional<WatchedFile.Reload> reload() {
        return Optional.empty();
    }

    /** Stops to follow what it is compared with, if that can change. */
    default void close() {}
}
