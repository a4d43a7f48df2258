package io.ddm.api.admin.stat;

import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The probing of one interface.
 *
 * @param interfaceName the interface
 * @param mode how its targets are found
 * @param testAddress our link-local address on it, which probes are sent from; empty while it cannot be used
 * @param targets who is probed: the peer, if there is one
 * @param roundTrip what the latest probes have measured
 * @param lossPermille how many of a thousand recent probes were lost; empty if unknown
 * @param delayUs one-way delay to the peer in microseconds, unsigned; empty if unknown
 * @param answers how long the peer takes to answer solicitations
 * @param counts how many probes there were since the peer was found
 */
public record TargetStat(String interfaceName, Mode mode, Optional<Ipv6Address> testAddress, List<Target> targets,
        RoundTrip roundTrip, OptionalLong lossPermille, OptionalLong delayUs, Answers answers, Counts counts) {

    /** How targets are found. */
    public enum Mode {
        /** The interface cannot be used, or is offline: there are no targets. */
        DISABLED,
        /** By solicitations to the multicast group of DDM routers. */
        MULTICAST
    }

    /**
     * A neighbor that is probed.
     *
     * @param address its link-local address
     * @param host its router id
     */
    public record Target(Ipv6Address address, String host) {}

    /**
     * Times from a solicitation to the advertisement that answers it, in microseconds, unsigned; each empty if unknown.
     *
     * @param latest the latest one
     * @param average smoothed average
     */
    public record Answers(OptionalLong latest, OptionalLong average) {

        /** No answer yet. */
        public static final Answers UNKNOWN = new Answers(OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * Numbers of probes, unsigned.
     *
     * @param sent all that were sent
     * @param acked those that were answered in time
     * @param lost those that were not
     */
    public record Counts(long sent, long acked, long lost) {

        /** No probe yet. */
        public static final Counts NONE = new Counts(0, 0, 0);
    }

    /** Copies the list. */
    public TargetStat {
        targets = List.copyOf(targets);
    }
}
