package io.ddm.api.admin;

import io.ddm.fsm.event.FsmState;
import java.util.Arrays;
import java.util.Optional;

/** The state of a peer as the API says it. */
public enum PeerState {
    /** Waiting for the interface's address. */
    INIT("Init", "NoContact"),
    /** Asking who is there. */
    SOLICIT("Solicit", "NoContact"),
    /** In session. */
    EXCHANGE("Exchange", "Active"),
    /** Lost; in the API for completeness, the reference never says it. */
    EXPIRED("Expired", "Expired");

    private final String text;
    private final String version1;

    PeerState(String text, String version1) {
        this.text = text;
        this.version1 = version1;
    }

    /** Its name from version 2.0.0 on. */
    public String text() {
        return text;
    }

    /** Its name in version 1.0.0, which does not tell all states apart. */
    public String version1Text() {
        return version1;
    }

    /** What the API says of an interface that stands there. */
    public static PeerState of(FsmState state) {
        return switch (state) {
            case INIT -> INIT;
            case SOLICIT -> SOLICIT;
            case EXCHANGE -> EXCHANGE;
        };
    }

    /** The state of this name of version 2.0.0. */
    public static Optional<PeerState> of(String text) {
        return Arrays.stream(values()).filter(state -> state.text.equals(text)).findFirst();
    }
}
