package io.ddm.api.admin.status;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One configured link, whether it has a peer or not.
 *
 * @param name the configured name of its interface
 * @param index the kernel's index; 0 before the interface was first usable
 * @param address our link-local address, while the interface can be used
 * @param state the state of its state machine
 * @param since when it entered that state
 * @param duration time in that state, as of the report
 * @param peer the neighbor in session
 * @param waiting what the link waits for, or what is wrong with it; empty if all is well
 * @param role what it is used for
 * @param measures what is measured of the peer
 * @param paths how many paths the peer offers that are imported
 * @param rejected what else the peer offers
 * @param losses how many sessions were lost since the start
 * @param lastDown the end of the latest session that was lost
 */
public record LinkStatus(String name, int index, Optional<Ipv6Address> address, PeerState state, Instant since,
        Duration duration, Optional<InterfaceInfo.Peer> peer, Optional<Waiting> waiting, LinkRole role,
        Measures measures, long paths, List<Rejected> rejected, long losses, Optional<Down> lastDown) {

    /**
     * Why a link is not as it should be.
     *
     * @param what a sentence without a full stop
     * @param fix what an operator can do; empty if waiting is all
     * @param isProblem whether it is one of the problems of {@code GET /ready}
     */
    public record Waiting(String what, String fix, boolean isProblem) {}

    /**
     * What is measured of a peer; each empty while it is unknown. Times in microseconds, unsigned.
     *
     * @param probes what probes show
     * @param delayUs one-way delay
     * @param deviationUs mean deviation of the round trip
     * @param lossPermille how many of a thousand recent probes were lost
     */
    public record Measures(ProbeState probes, OptionalLong delayUs, OptionalLong deviationUs,
            OptionalLong lossPermille) {

        /** Nothing. */
        public static final Measures NONE = new Measures(ProbeState.UNKNOWN, OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * Offers that are not imported.
     *
     * @param reason a few words
     * @param count how many
     * @param example one of their destinations
     */
    public record Rejected(String reason, long count, String example) {}

    /**
     * The end of a session.
     *
     * @param at when
     * @param reason why
     * @param peer with whom
     */
    public record Down(Instant at, String reason, Optional<String> peer) {}

    /** Copies the list. */
    public LinkStatus {
        rejected = List.copyOf(rejected);
    }
}
