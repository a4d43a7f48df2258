package io.ddm.fsm.event;

import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import java.util.List;
import java.util.Optional;

/** What a shell has to do for a router, in the order given. */
public sealed interface Effect {

    /**
     * Open discovery and the exchange server on an interface, in place of whatever is open under that name. Answer
     * with {@link Event.InterfaceOpened} once the exchange server accepts, or {@link Event.InterfaceOpenFailed}.
     */
    record OpenInterface(String name, int index, Ipv6Address address, long epoch) implements Effect {}

    /** Close what {@link OpenInterface} opened. */
    record CloseInterface(String name) implements Effect {}

    /** Multicast a solicitation. */
    record SendSolicitation(String name) implements Effect {}

    /** Send an advertisement to one address on the link. */
    record SendAdvertisement(String name, Ipv6Address to) implements Effect {}

    /**
     * Ask the peer for its whole table, unless that is exactly {@code held}, what we hold of it. Answer with
     * {@link Event.PullCompleted}, {@link Event.PullUnchanged} or {@link Event.PullFailed}.
     */
    record Pull(String name, long epoch, PeerIdentity peer, Optional<TableDigest> held) implements Effect {

        /** For the whole table in any case. */
        public Pull(String name, long epoch, PeerIdentity peer) {
            this(name, epoch, peer, Optional.empty());
        }
    }

    /**
     * Tell the peer an update, in bodies that {@code extensions} allow, announcements first. Answer with
     * {@link Event.PushCompleted} or {@link Event.PushFailed}. At most one is under way per session.
     */
    record Push(String name, long epoch, PeerIdentity peer, PeerCapabilities extensions,
            Update update) implements Effect {}

    /** The session is over: abandon its requests and connections. */
    record CloseSession(String name, long epoch) implements Effect {}

    /** Answer a pull with the whole table; or, if {@code isUnchanged}, without it: nothing was lost. */
    record AnswerPull(long request, List<PathVector> table, PeerCapabilities extensions,
            boolean isUnchanged) implements Effect {

        /** A whole table. */
        public AnswerPull(long request, List<PathVector> table, PeerCapabilities extensions) {
            this(request, table, extensions, false);
        }

        /** Not modified: the peer holds the whole table already, by the digest that it sent. */
        public static AnswerPull unchanged(long request, PeerCapabilities extensions) {
            return new AnswerPull(request, List.of(), extensions, true);
        }
    }

    /** Acknowledge a push. */
    record AcceptPush(long request) implements Effect {}

    /**
     * Close the connection of a request without an answer: the sender is unknown. The reference would interpret an
     * error body as an empty table; it retries after a closed connection.
     */
    record DropRequest(long request, String reason) implements Effect {}

    /**
     * Probe the peer of a session from our address on the link, in place of whatever is probed on this interface, and
     * report changes with {@link Event.PeersProbed}.
     */
    record Probe(String name, long epoch, int index, Ipv6Address from, Ipv6Address to) implements Effect {}

    /** Stop probing on this interface. */
    record StopProbe(String name) implements Effect {}

    /** Let next hops carry by these ranks from now on, whatever networks they belong to. */
    record RankNextHops(NextHopRanks ranks) implements Effect {}

    /** Program these routes. */
    record Program(List<FibChange> changes) implements Effect {}

    /** An interface changed its state. */
    record Changed(String name, Transition transition) implements Effect {}

    /** Routes of a peer were rejected: {@code count} of them for this reason. */
    record RejectedRoutes(String name, PeerIdentity peer, RejectReason reason, long count,
            PathVector example) implements Effect {}

    /** Probes of the peer in session show another state; {@code from} and {@code to} differ. */
    record ProbesChanged(String name, PeerIdentity peer, ProbeState from, ProbeState to) implements Effect {}

    /** Something an operator should know; {@code message} is a sentence without a final period. */
    record Notice(String name, String message) implements Effect {}

    /** After {@link Event.Stop}: withdrawals were sent to every peer, or could not be. */
    record Stopped() implements Effect {}
}
