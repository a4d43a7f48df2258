package io.ddm.fsm.model;

import java.util.Optional;

/** The versions of the protocol that we speak: the byte in discovery, and the first element of exchange URLs. */
public enum ProtocolVersion {
    /** Prefixes as objects of address and length. What the reference always says in discovery. */
    V2(2),
    /** Prefixes as text. Spoken to a peer that says 3 in its advertisements. */
    V3(3);

    private final int number;

    ProtocolVersion(int number) {
        this.number = number;
    }

    /** The version byte of discovery packets. */
    public int number() {
        return number;
    }

    /** The version with this number, if it is one that we speak. */
    public static Optional<ProtocolVersion> of(int number) {
        return switch (number) {
            case 2 -> Optional.of(V2);
            case 3 -> Optional.of(V3);
            default -> Optional.empty();
        };
    }
}
