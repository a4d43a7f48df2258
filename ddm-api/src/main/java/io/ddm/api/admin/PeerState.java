package io.ddm.api.admin;

import io.ddm.fsm.event.FsmState;
import java.util.Arrays;
import java.util.Optional;

/** The state of a peer in the admin API. */
public enum PeerState {
    /** The interface has no usable address. */
    INIT("Init", "NoContact"),
    /** Looking for a neighbor. */
    SOLICIT("Solicit", "NoContact"),
    /** In session. */
    EXCHANGE("Exchange", "Active"),
    /** Lost; never sent, by the reference neither. */
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

    /** Its name in version 1.0.0, where some states share a name. */
    public String version1Text() {
        return version1;
    }

    /** The API's name for a state of the state machine. */
    public static PeerState of(FsmState state) {
        return switch (state) {
            case INIT -> INIT;
            case SOLICIT -> SOLICIT;
            case EXCHANGE -> EXCHANGE;
        };
    }

    /** The state with this name of version 2.0.0. */
    public static Optional<PeerState> of(String text) {
        return Arrays.stream(values()).filter(state -> state.text.equals(text)).findFirst();
    }
}
