package io.ddm.fsm.peer;

import io.ddm.fsm.event.FsmState;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an interface stands, with the data that only that state has. {@link InterfaceFsm} makes the transitions; these
 * are all of them. <i>Suppressed</i> is Down with a link that could be used, <i>Failed</i> is Opening between two
 * attempts, and <i>Removed</i> is Down while the interface is not configured. {@code -} means that operators see no
 * change. What is not listed changes no state.
 *
 * <pre>
 *   state       event             next        reported
 *
 *   Down        link ready        Opening     -
 *   Opening     sockets opened    Soliciting  link is up
 *   Opening     open failed       Failed      -
 *   Failed      5 s pass          Opening     -
 *
 *   Soliciting  advertisement     Exchanging  peer found
 *   Soliciting  other identity    Exchanging  peer found
 *   Exchanging  other identity    Exchanging  identity changed: now ...; peer changed
 *   Exchanging  5 s pass          Soliciting  no advertisement for ...
 *   Exchanging  expired           Soliciting  expired by an operator: ...
 *
 *   Suppressed  link ready        Suppressed  index or address changed
 *   Opening     link ready        Opening     index or address changed
 *   Failed      link ready        Opening     index or address changed
 *   Soliciting  link ready        Opening     index or address changed
 *   Exchanging  link ready        Opening     link lost: index or address changed; index or address changed
 *
 *   Down        link lost         Down        no carrier
 *   Suppressed  link lost         Down        no carrier
 *   Opening     link lost         Down        no carrier
 *   Failed      link lost         Down        no carrier
 *   Soliciting  link lost         Down        no carrier
 *   Exchanging  link lost         Down        link lost: no carrier; no carrier
 *
 *   Opening     suppressed        Suppressed  suppressed: a fault
 *   Failed      suppressed        Suppressed  suppressed: a fault
 *   Soliciting  suppressed        Suppressed  suppressed: a fault
 *   Exchanging  suppressed        Suppressed  link suppressed: a fault; suppressed: a fault
 *   Suppressed  suppression over  Opening     -
 *
 *   Down        removed           Removed     no longer configured
 *   Suppressed  removed           Removed     no longer configured
 *   Opening     removed           Removed     no longer configured
 *   Failed      removed           Removed     no longer configured
 *   Soliciting  removed           Removed     no longer configured
 *   Exchanging  removed           Removed     interface removed: no longer configured; no longer configured
 *   Removed     configured        Opening     configured again
 * </pre>
 */
sealed interface State permits Down, Opening, State.Open {

    /** The state by which operators know it. */
    FsmState shown();

    /** The link, while it can be used. */
    Optional<Link> link();

    /** When {@link InterfaceFsm#timers} has something to do in this state; {@link Instant#MAX} for never. */
    Instant deadline();

    /** Whether a transition to another state is one of the table; a transition is one line of what is reported. */
    default boolean leadsTo(State next) {
        return switch (this) {
            case Down _ -> next instanceof Down || next instanceof Opening;
            case Opening _ -> next instanceof Down || next instanceof Soliciting;
            case Soliciting _ -> next instanceof Down || next instanceof Exchanging;
            case Exchanging _ -> next instanceof Soliciting;
        };
    }

    /** The sockets are open: the interface is heard and hears. */
    sealed interface Open extends State permits Soliciting, Exchanging {

        /** The link that is open, the same in both states until it is closed. */
        ActiveLink active();

        @Override
        default Optional<Link> link() {
            return Optional.of(active().link());
        }

        @Override
        default Instant deadline() {
            return active().deadline();
        }
    }
}
