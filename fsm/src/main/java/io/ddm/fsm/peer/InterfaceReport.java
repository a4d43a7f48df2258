package io.ddm.fsm.peer;

import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.session.RejectedRoutes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An interface at one moment, for operators, the API and tests.
 *
 * @param name the configured name
 * @param index the kernel's index; 0 before the interface was first usable
 * @param address our link-local address while the interface is usable
 * @param state the state of its state machine
 * @param since when it entered that state
 * @param peer the neighbor, in EXCHANGE
 * @param nextHop the peer as routes know it, in EXCHANGE
 * @param history the latest transitions, oldest first
 * @param losses how many sessions were lost, ever
 * @param anomalies anomalies of the link
 * @param rejected what of the peer's offers is not imported, by reason
 * @param lastHeard when the peer last advertised itself, in EXCHANGE; later than that by the time in which this process
 *     did not run. A peer that has missed two solicit intervals has gone silent
 * @param lostPeer the last peer, while the link has none
 * @param suppression until when and why the link stays closed
 */
public record InterfaceReport(String name, int index, Optional<Ipv6Address> address, FsmState state, Instant since,
        Optional<PeerIdentity> peer, Optional<NextHop> nextHop, List<Transition> history, long losses,
        List<LinkAnomaly> anomalies, List<RejectedRoutes> rejected, Optional<Instant> lastHeard,
        Optional<LostPeer> lostPeer, Optional<Suppression> suppression) {}
