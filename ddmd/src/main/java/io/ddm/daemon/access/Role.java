package io.ddm.daemon.access;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.stream.Stream;

/** Roles of the admin API, in increasing order. */
public enum Role {
    /** May read everything that is no secret. */
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

    /** The role that a method needs where no route says otherwise: everything but GET may change something. */
    public static Role forMethod(HttpMethod method) {
        return method.equals(HttpMethod.GET) ? READ_ONLY : READ_WRITE;
    }

    /** Whether it permits what needs the other role. */
    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** Its name in files, certificates and the documents of the API. */
    @Override
    public String toString() {
        return text;
    }
}
