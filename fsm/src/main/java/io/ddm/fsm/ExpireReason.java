package io.ddm.fsm;

import java.util.Arrays;
import java.util.Optional;

/** Why a session with a peer ended. */
public enum ExpireReason {
    /** No advertisement arrived within the expire threshold. */
    SILENCE("no advertisement"),
    /** The interface went away, lost its carrier or its address. */
    LINK("link lost"),
    /** Another router answers on the link, or the same router with another address, kind or version. */
    IDENTITY("identity changed"),
    /** An operator requested it. */
    ADMIN("expired by an operator"),
    /** The interface is no longer configured. */
    REMOVED("interface removed"),
    /** The link is suppressed. */
    SUPPRESSED("link suppressed");

    private final String text;

    ExpireReason(String text) {
        this.text = text;
    }

    /** A few words for operators, without a full stop. */
    public String text() {
        return text;
    }

    /** The reason of a transition out of EXCHANGE, whose text begins with that of its reason. */
    public static Optional<ExpireReason> of(String text) {
        return Arrays.stream(values()).filter(reason -> text.startsWith(reason.text)).findFirst();
    }
}
