package io.ddm.daemon.access;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do with the admin API, from the least to the most. */
enum Role {
    /** Look at everything: every GET. */
    READ_ONLY("read-only"),
    /** Look and change. */
    READ_WRITE("read-write");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The role of this name, if it is one. */
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
