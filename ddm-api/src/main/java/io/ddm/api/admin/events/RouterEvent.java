package io.ddm.api.admin.events;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.ReadyReport;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message of {@code GET /events}. Times are instants; a reader computes durations itself. */
public sealed interface RouterEvent {

    /** When it happened, by the router's clock. */
    Instant at();

    /** Its kind, as in the field {@code event}. */
    default String kind() {
        return switch (this) {
            case Snapshot e -> "snapshot";
            case InterfaceChanged e -> "interface";
            case Transition e -> "transition";
            case RoleChanged e -> "role";
            case ProbesChanged e -> "probes";
            case Routes e -> "routes";
            case ProblemChanged e -> "problem";
            case Notice e -> "notice";
        };
    }

    /**
     * The whole router: the first message of a stream, and the next one after messages were left out.
     *
     * @param isResync whether messages were left out before it, since the reader was too slow
     * @param routerId the router's id
     * @param router whether it redistributes
     * @param interfaces every configured interface, in the order of configuration
     * @param routes the sizes of its tables
     * @param problems what is wrong, the worst first
     */
    record Snapshot(Instant at, boolean isResync, String routerId, RouterKind router, List<InterfaceState> interfaces,
            RouteCounts routes, List<ReadyReport.Problem> problems) implements RouterEvent {}

    /**
     * One interface of a snapshot.
     *
     * @param name its configured name
     * @param index the kernel's index; 0 before the interface was first usable
     * @param address our link-local address, while the interface can be used
     * @param state the state of its state machine
     * @param since when it entered that state
     * @param peer the neighbor in session, if there is one
     * @param role what it is used for
     * @param probes what probes of the neighbor show; unknown if there is none, or if it is not probed
     */
    record InterfaceState(String name, int index, Optional<Ipv6Address> address, PeerState state, Instant since,
            Optional<InterfaceInfo.Peer> peer, LinkRole role, ProbeState probes) {}

    /**
     * An interface was added to the configured ones, or removed.
     *
     * @param name its name
     * @param isAdded whether it was added
     */
    record InterfaceChanged(Instant at, String name, boolean isAdded) implements RouterEvent {}

    /**
     * An interface changed its state.
     *
     * @param name the interface
     * @param from the state that it left; equal to {@code to} when one peer followed another at once
     * @param to the state that it entered
     * @param reason why, for people
     * @param peer the peer that was found or lost, where there was one
     */
    record Transition(Instant at, String name, PeerState from, PeerState to, String reason,
            Optional<InterfaceInfo.Peer> peer) implements RouterEvent {}

    /**
     * An operator set the role of an interface, perhaps to what it was.
     *
     * @param name the interface
     * @param role what it is used for from now on
     */
    record RoleChanged(Instant at, String name, LinkRole role) implements RouterEvent {}

    /**
     * Probes of the neighbor in session show another state. With a session its probes end without such a message: those
     * of the next one begin as unknown.
     *
     * @param name the interface
     * @param peer the neighbor
     * @param from what they showed before
     * @param to what they show now
     */
    record ProbesChanged(Instant at, String name, InterfaceInfo.Peer peer, ProbeState from,
            ProbeState to) implements RouterEvent {}

    /**
     * Some table has changed; several changes make one message.
     *
     * @param counts the sizes of all tables, now
     */
    record Routes(Instant at, RouteCounts counts) implements RouterEvent {}

    /**
     * A problem was found, or is over. Its text may change in between without a message.
     *
     * @param isRaised whether it was found
     * @param problem the problem
     */
    record ProblemChanged(Instant at, boolean isRaised, ReadyReport.Problem problem) implements RouterEvent {}

    /**
     * Something that an operator should know of.
     *
     * @param name the interface that it is about
     * @param message a sentence without a full stop
     */
    record Notice(Instant at, String name, String message) implements RouterEvent {}
}
