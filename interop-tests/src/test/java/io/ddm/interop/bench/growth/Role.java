package io.ddm.interop.bench.growth;

import io.ddm.fsm.model.RouterKind;
import java.util.Locale;

/** What a router is for in a {@link Fabric}. */
enum Role {
    SERVER(RouterKind.SERVER), LEAF(RouterKind.TRANSIT), SPINE(RouterKind.TRANSIT), TOP(RouterKind.TRANSIT);

    private final RouterKind kind;

    Role(RouterKind kind) {
        this.kind = kind;
    }

    RouterKind kind() {
        return kind;
    }

    /** As it stands in tables. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
