package io.ddm.fsm.event;

import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can happen to a router. Interfaces go by their name, the one thing about them that an operator chose.
 *
 * <p>A completion carries the epoch of the effect that it answers; one of an epoch that is over is dropped.
 */
public sealed interface Event {

    /** The router shall run on an interface of this name, whenever it exists. */
    record InterfaceConfigured(String name) implements Event {}

    /**
     * The router shall no longer run on this interface: its session expires, its sockets are closed and it is no longer
     * reported. Harmless when it is not configured.
     */
    record InterfaceRemoved(String name) implements Event {}

    /**
     * An interface can be used: up, with carrier and with a link-local address that is not tentative. One that is not
     * configured is kept in mind until it is, or until it is lost.
     */
    record InterfaceReady(String name, int index, Ipv6Address address) implements Event {}

    /** An interface can no longer be used; {@code reason} in a few words. */
    record InterfaceLost(String name, String reason) implements Event {}

    /** {@link Effect.OpenInterface} succeeded: discovery hears and the exchange server accepts. */
    record InterfaceOpened(String name, long epoch) implements Event {}

    /** {@link Effect.OpenInterface} failed. */
    record InterfaceOpenFailed(String name, long epoch, String reason) implements Event {}

    /** A well-formed discovery packet arrived from a link-local address on the interface. */
    record PacketReceived(String name, PeerIdentity sender, boolean solicit, boolean advertise) implements Event {}

    /**
     * A sender on the interface pulls our whole table, unless it is exactly {@code held}; {@code request} names the
     * HTTP request to answer.
     */
    record PullReceived(String name, Ipv6Address source, PeerCapabilities extensions, Optional<TableDigest> held,
            long request) implements Event {

        /** From a sender without digests. */
        public PullReceived(String name, Ipv6Address source, PeerCapabilities extensions, long request) {
            this(name, source, extensions, Optional.empty(), request);
        }
    }

    /** A sender on the interface pushes an update; {@code request} names the HTTP request to answer. */
    record PushReceived(String name, Ipv6Address source, Update update, long request) implements Event {}

    /** {@link Effect.Pull} succeeded; this is all that the peer offers. */
    record PullCompleted(String name, long epoch, List<PathVector> table,
            PeerCapabilities extensions) implements Event {}

    /** {@link Effect.Pull} succeeded: we have lost nothing of what the peer has sent; what is new, it pushes. */
    record PullUnchanged(String name, long epoch, PeerCapabilities extensions) implements Event {}

    /** {@link Effect.Pull} failed. */
    record PullFailed(String name, long epoch, String reason) implements Event {}

    /** {@link Effect.Push} was acknowledged in full. */
    record PushCompleted(String name, long epoch) implements Event {}

    /** {@link Effect.Push} was not acknowledged in full; the peer may have imported any part of it. */
    record PushFailed(String name, long epoch, String reason) implements Event {}

    /**
     * A sender on the interface does not prove the key that protects the exchange, or rejects ours; {@code reason}
     * says which.
     */
    record PeerUnauthenticated(String name, Ipv6Address source, String reason) implements Event {}

    /** These destinations are ours, and stored. What already was is left alone. */
    record Originate(Set<Destination> destinations) implements Event {}

    /** These destinations are no longer ours, and no longer stored. What never was is left alone. */
    record Withdraw(Set<Destination> destinations) implements Event {}

    /**
     * These are all addresses of this machine and the subnets that they are in. Destinations that are one of the
     * addresses or lie within a subnet are rejected from now on, and those imported before are removed.
     *
     * @param connected each address with its prefix length; link-local ones are ignored
     */
    record AddressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected) implements Event {}

    /**
     * Other policies apply from now on; sessions stay. What is imported and no longer permitted is removed, and every
     * peer is pulled again, so that what is permitted now is imported. What may be exported now is advertised, what may
     * not is withdrawn. Without damping no link is suppressed by it.
     */
    record PolicyChanged(Policies policies) implements Event {}

    /**
     * What probes of peers show now, of each peer that {@link Effect.Probe} named and whose state or delay has changed.
     * One of a session that is over is dropped.
     */
    record PeersProbed(List<PeerProbe> peers) implements Event {}

    /**
     * An operator sets the role of a link, configured or not; it stays until another one is set. Next hops of an
     * offline link carry nothing while any other is left, and its peer is not probed; those of a standby link carry
     * when no active one is left.
     */
    record LinkRoleSet(String name, LinkRole role) implements Event {}

    /** An operator closes the session with this peer, on every interface where it is the peer. */
    record ExpirePeer(Ipv6Address address) implements Event {}

    /**
     * A link is closed until an instant, such as one whose event ended the process: its session expires, its sockets
     * are closed, and no session begins before. Reported with {@code reason}. A later event of the same name replaces
     * it; an instant in the past ends the suppression.
     */
    record SuppressLink(String name, Instant until, String reason) implements Event {}

    /** Pull every peer again. */
    record Synchronize() implements Event {}

    /**
     * The router withdraws what it advertised and stops; {@link Effect.Stopped} follows. From now on nothing is
     * imported, programmed or advertised.
     */
    record Stop() implements Event {}

    /** The deadline of the router has come. Harmless when it has not. */
    record Tick() implements Event {}
}
