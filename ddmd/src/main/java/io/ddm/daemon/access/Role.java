package io.ddm.daemon.access;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.stream.Stream;

/** Roles of the admin API, in increasing order. */
enum Role {
    /** May read everything: every GET. */
    READ_ONLY("read-only"),
    /** May read and change. */
    READ_WRITE("read-write");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The role with this name, if there is one. */
    static Optional<Role> of(String text) {
        return Stream.of(values()).filter(role -> role.text.equals(text)).findFirst();
    }

    boolean allows(HttpMethod method) {
        return this == READ_WRITE || method.equals(HttpMethod.GET);
    }

    /** As it stands in files and certificates. */
    @Override
    public String toString() {
        return text;
    }
}
