package io.ddm.daemon.probe;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.delay.RttEstimator;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;

/**
 * What is known of all peers that are probed, at one moment. Times are nanoseconds.
 *
 * @param detectionTime the present failure detection time, 0 if nothing is probed at all
 * @param peers in the order in which probing began
 */
public record ProbeReport(long detectionTime, List<Peer> peers) {

    /** Nothing is probed. */
    public static final ProbeReport NONE = new ProbeReport(0, List.of());

    /**
     * What is known of one peer. Averages and deviations are 0 without a sample.
     *
     * @param name the interface
     * @param peer its address
     * @param epoch of the session with it
     * @param isProbed false while there is no socket to probe it with, for a reason that the log has
     * @param state whether it answers
     * @param delay one-way, as measured now, not as it was reported last
     * @param isSlow whether it is an exception that answers much more slowly than all others
     * @param detectionTime within which its failure is found out
     * @param net RTTAVG and RTTDEV: the round trip from kernel to kernel, which delays are computed from
     * @param user the round trip until this process had the answer
     * @param lossPermille of the latest 52 probes
     * @param counts of probes and of replies
     * @param delays one-way, from kernel to kernel, of all answered probes
     * @param totals one-way, half of the round trip until this process had the answer
     */
    public record Peer(String name, Ipv6Address peer, long epoch, boolean isProbed, ProbeState state, PathDelay delay,
            boolean isSlow, long detectionTime, RoundTrip net, RoundTrip user, int lossPermille, Counts counts,
            DelayHistogram delays, DelayHistogram totals) {}

    /**
     * A round-trip time in nanoseconds.
     *
     * @param latest -1 before the first
     */
    public record RoundTrip(long latest, long average, long deviation) {

        static RoundTrip of(long latest, RttEstimator rtt) {
            return new RoundTrip(latest, rtt.average(), rtt.deviation());
        }
    }

    /**
     * What happened to probes of one peer, and what came in.
     *
     * @param sent probes sent
     * @param acked answered in time
     * @param lost not answered in time
     * @param late lost, but answered later
     * @param duplicates second answers
     * @param forged replies that no probe of ours can have caused: another address, interface or nonce, or never sent
     * @param wrongSize replies of another size than our probes
     * @param sendErrors probes that could not be sent
     * @param clockSteps answers whose time in the network is unknown, since the clock was set meanwhile
     * @param slowHost answers that this host was slow to process, while the network was not
     */
    public record Counts(long sent, long acked, long lost, long late, long duplicates, long forged, long wrongSize,
            long sendErrors, long clockSteps, long slowHost) {}
}
