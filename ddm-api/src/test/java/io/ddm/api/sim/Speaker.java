package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A routing process at its place in the network, as the network and its operator see it. */
interface Speaker {

    void start();

    /** The process is gone from now on; what it has scheduled does not happen. */
    void end();

    void ready(SimPort port);

    void lost(SimPort port);

    /** Whether it hears and accepts there. */
    boolean listens(SimPort port);

    /** A datagram from the other end of the port's link. */
    void packet(SimPort port, byte[] payload);

    /** A request from the other end of the port's link, to be answered or dropped. */
    void request(SimPort port, SimExchange exchange);

    void originate(Set<Destination> destinations);

    void withdraw(Set<Destination> destinations);

    void expirePeer(Ipv6Address address);

    /** The peer at the port answers no probe for so many microseconds; nothing to a process that does not probe. */
    void losesProbes(SimPort port, long micros);

    void synchronize();

    /** An interface is taken away, and given back after this time in microseconds. */
    void reconfigure(SimPort port, long afterMicros);

    /** Asks the process to stop, as SIGTERM does; it ends by itself. */
    void stop();

    /** What it holds from the other end of the port's link. */
    Collection<PathVector> holds(SimPort port);

    /** What it would tell the other end if that asked now. */
    List<PathVector> tells(SimPort port);
}
