package io.ddm.fsm.peer;

import java.time.Instant;

/**
 * Something on a link that is not as it should be, for as long as it lasts.
 *
 * @param kind what
 * @param message a sentence for operators, with names and what to do, without a full stop
 * @param since when it was first noticed
 * @param last when it was last noticed
 */
public record LinkAnomaly(Kind kind, String message, Instant since, Instant last) {

    /** Kinds of anomalies. */
    public enum Kind {
        /** Packets of ours come back: two of our interfaces are on one link, or the link loops. */
        OWN_PACKET,
        /** Besides the peer another router answers on the link. */
        SECOND_NEIGHBOR,
        /** Two routers have one id. */
        DUPLICATE_ROUTER_ID,
        /** The peer does not prove a key of the exchange that we have, or does not accept ours. */
        UNAUTHENTICATED,
        /** A router claims the address or the id of the peer while the peer answers. */
        CONFLICTING_IDENTITY,
        /** The link changes its peer so often that new sessions are limited. */
        SESSION_LIMIT
    }
}
